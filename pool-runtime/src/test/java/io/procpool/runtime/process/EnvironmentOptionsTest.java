package io.procpool.runtime.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EnvironmentOptionsTest {

  @Test
  void eachVariableHasItsRank() {
    EnvironmentOptions options =
        EnvironmentOptions.of(
            Map.of(
                "_JAVA_OPTIONS", "-Dc=3",
                "JDK_JAVA_OPTIONS", "-Db=2",
                "JAVA_TOOL_OPTIONS", "-Da=1",
                "PATH", "-Dd=4"),
            Map.of());
    assertEquals(List.of("-Da=1", "-Db=2"), options.weak());
    assertEquals(List.of("-Dc=3"), options.strong());
    assertEquals(
        Map.of("_JAVA_OPTIONS", "-Dc=3", "JDK_JAVA_OPTIONS", "-Db=2", "JAVA_TOOL_OPTIONS", "-Da=1"),
        options.variables());
  }

  @Test
  void whatIsSetForTheChildReplacesTheParentsAndHoldsWhole() {
    EnvironmentOptions options =
        EnvironmentOptions.of(
            Map.of("JAVA_TOOL_OPTIONS", "-Da=1"),
            Map.of("JAVA_TOOL_OPTIONS", "-Xmx99m -Xrunjdwp:x"));
    assertEquals(List.of("-Xmx99m", "-Xrunjdwp:x"), options.weak());
    assertEquals(Map.of("JAVA_TOOL_OPTIONS", "-Xmx99m -Xrunjdwp:x"), options.variables());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-agentlib:jdwp=transport=dt_socket,server=y,address=*:5005",
        "-Xrunjdwp:transport=dt_socket",
        "-Dcom.sun.management.jmxremote.port=9010",
        "-javaagent:/opt/jmx_prometheus_javaagent-1.0.1.jar=8080:/etc/jmx.yaml",
        "-javaagent:/opt/jmx_prometheus_javaagent-1.0.1.jar=127.0.0.1:8080:/etc/jmx.yaml",
        "-javaagent:/opt/jolokia.jar=host=localhost,port=8778",
        "-javaagent:/opt/jacocoagent.jar=output=tcpserver",
        "-agentpath:/opt/libyjpagent.so=port=10001",
        "-XX:StartFlightRecording=filename=/tmp/a.jfr",
        "-Xlog:gc*:file=/tmp/gc.log:time",
        "-Xlog:gc:gc.log",
        "-Xloggc:gc.log",
        "-XX:ErrorFile=/tmp/hs_err.log",
        "-XX:AOTCache=app.aot",
        "-XX:AOTCacheOutput=app.aot",
        "-XX:SharedArchiveFile=app.jsa",
        "-XX:+ExitOnOutOfMemoryError",
        "-XX:OnOutOfMemoryError=kill -9 %p",
        "-cp=a.jar",
        "-Duser.timezone=UTC"
      })
  void whatOneJvmAloneCanHaveIsTheParents(String option) {
    assertFalse(EnvironmentOptions.isInherited(option));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-Xmx6g",
        "-Xms1g",
        "-Xmn100m",
        "-XX:MaxRAMPercentage=75",
        "-XX:InitialRAMPercentage=75",
        "-XX:MaxHeapSize=1g",
        "-XX:SoftMaxHeapSize=1g",
        "-XX:ActiveProcessorCount=8",
        "-XX:ParallelGCThreads=8"
      })
  void whatSizesTheParentDoesNotSizeTheChild(String option) {
    assertFalse(EnvironmentOptions.isInherited(option));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-javaagent:/opt/jacocoagent.jar=destfile=/tmp/jacoco.exec,append=true",
        "-javaagent:/opt/jacocoagent.jar=output=tcpclient,address=ci,port=6300",
        "-javaagent:/opt/opentelemetry-javaagent.jar",
        "-Dport=8080",
        "-Djavax.net.ssl.trustStore=/etc/trust.jks",
        "--add-opens=java.base/java.lang=ALL-UNNAMED",
        "-XX:+UseZGC",
        "-XX:+HeapDumpOnOutOfMemoryError",
        "-XX:HeapDumpPath=/tmp",
        "-Xlog:gc",
        "-Xlog:gc:stderr",
        "-Xlog:disable",
        "-Xlog:gc:file=/tmp/gc-%p.log",
        "-Xss4m",
        "-XX:MaxMetaspaceSize=100m",
        "-Dfile.encoding=UTF-8",
        "-ea"
      })
  void allElseIsInherited(String option) {
    assertTrue(EnvironmentOptions.isInherited(option));
  }
}
