package io.procpool.ipc.pickle;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Serializable;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Lambdas that are not Serializable. */
class PlainLambdaTest {

  private static final List<String> NATIVE = List.of("--enable-native-access=ALL-UNNAMED");
  private static final List<String> EXPORTS =
      List.of(
          "--add-exports=java.base/jdk.internal.access=ALL-UNNAMED",
          "--add-exports=java.base/jdk.internal.reflect=ALL-UNNAMED");

  @TempDir Path directory;

  private final Peers peers = new Peers();

  @TestFactory
  Stream<DynamicTest> everyKindComesBack() {
    return PlainLambdaSamples.all().stream()
        .map(sample ->
            DynamicTest.dynamicTest(
                sample.name(),
                () -> {
                  Object copy = new Peers().copy(sample.make().get());
                  assertEquals("", sample.compare(copy));
                  Object again = new Peers().copy(copy); // a copy travels on
                  assertEquals("", sample.compare(again));
                }));
  }

  private void everyKindComesBackInAnotherJvm(List<String> options) throws Exception {
    String file = directory.resolve("messages").toString();
    String[] write = {"write", file, "plain"};
    String[] read = {"read", file, "plain"};
    assertEquals(
        new ChildJvm(0, "", ""),
        ChildJvm.run(directory, options, ChildJvm.classPath(), Matrix.class, write));
    assertEquals(
        new ChildJvm(0, 2 * PlainLambdaSamples.all().size() + " right\n", ""),
        ChildJvm.run(directory, options, ChildJvm.classPath(), Matrix.class, read));
  }

  @Test
  void everyKindComesBackInAnotherJvmByNativeAccess() throws Exception {
    everyKindComesBackInAnotherJvm(NATIVE);
  }

  @Test
  void everyKindComesBackInAnotherJvmByExportedPackages() throws Exception {
    everyKindComesBackInAnotherJvm(EXPORTS);
  }

  @Test
  void aCopyIsNotSerializable() {
    Callable<Integer> task = () -> 1;
    assertFalse(peers.copy(task) instanceof Serializable);
  }

  @Test
  void callSiteIsLinkedOnce() {
    int[] captured = {1};
    Supplier<Integer> first = () -> captured[0];
    assertSame(peers.copy(first).getClass(), peers.copy(first).getClass());
    Supplier<Integer> alone = () -> 1;
    assertSame(peers.<Object>copy(alone), peers.<Object>copy(alone));
  }

  @Test
  void nothingKeepsALambdasClassLoader() throws Exception {
    WeakReference<ClassLoader> loader = copiedOfALoader();
    await()
        .until(() -> {
          System.gc();
          return loader.refersTo(null);
        });
  }

  private WeakReference<ClassLoader> copiedOfALoader() throws Exception {
    String source =
        "class L { static Object make() { int n = 5;"
            + " return (java.util.function.Supplier<Object>) () -> n; } }";
    ClassLoader loader = Versions.compile(directory, Map.of("L.java", source));
    Supplier<?> copy = new Peers(loader).copy(Versions.make(loader, "L"));
    assertEquals(5, copy.get());
    return new WeakReference<>(loader);
  }

  @Test
  void nothingKeepsWhatALambdaCaptured() {
    WeakReference<byte[]> captured = written();
    await()
        .until(() -> {
          System.gc();
          return captured.refersTo(null);
        });
  }

  private WeakReference<byte[]> written() {
    byte[] array = new byte[1000];
    Supplier<Integer> lambda = () -> array.length;
    Supplier<Integer> copy = peers.copy(lambda);
    assertEquals(1000, copy.get());
    return new WeakReference<>(array);
  }

  /** Prints whether lambdas of the other kind asked for the JDK's inside. */
  static final class SerializableAlone {
    public static void main(String[] arguments) {
      for (Sample sample : LambdaSamples.all()) {
        Object copy = new Peers().copy(sample.make().get());
        System.out.print(sample.compare(copy));
      }
    }
  }

  @Test
  void lambdasThatAreSerializableNeedNothingOfThis() throws Exception {
    Path log = directory.resolve("loaded");
    List<String> options = List.of(NATIVE.getFirst(), "-Xlog:class+load:file=" + log);
    assertEquals(
        new ChildJvm(0, "", ""),
        ChildJvm.run(directory, options, ChildJvm.classPath(), SerializableAlone.class));
    String loaded = Files.readString(log);
    assertTrue(loaded.contains("io.procpool.ipc.pickle.LambdaWriter "), "the log has names");
    for (String unwanted :
        List.of(
            "io.procpool.ipc.inside.Means",
            "java.lang.invoke.Gate",
            "io.procpool.ipc.pickle.PlainLambdaWriter",
            "io.procpool.ipc.pickle.PlainLambdaShape",
            "io.procpool.ipc.pickle.LambdaSite",
            "io.procpool.ipc.posix.JavaVm")) {
      assertFalse(loaded.contains(" " + unwanted), unwanted);
    }
  }
}
