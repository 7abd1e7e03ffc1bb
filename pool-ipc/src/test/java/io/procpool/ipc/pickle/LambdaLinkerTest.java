package io.procpool.ipc.pickle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.Task;
import java.io.Serializable;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.SerializedLambda;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class LambdaLinkerTest {

  private static SerializedLambda describe(Object lambda) throws Throwable {
    MethodHandle writeReplace = SerialAccess.writeReplace(lambda.getClass());
    return (SerializedLambda) (Object) writeReplace.invokeExact(lambda);
  }

  /** Without this, a kind of lambda that is not linked would go the slow way unnoticed. */
  @TestFactory
  Stream<DynamicTest> everyKindOfLambdaIsLinked() {
    return LambdaSamples.all().stream()
        .filter(sample -> sample.make().get().getClass().isHidden())
        .filter(sample -> !sample.name().startsWith("Comparator."))
        .filter(sample -> !sample.name().startsWith("Map."))
        .map(sample ->
            DynamicTest.dynamicTest(
                sample.name(),
                () -> {
                  Object lambda = sample.make().get();
                  SerializedLambda described = describe(lambda);
                  Class<?> host = Class.forName(described.getCapturingClass().replace('/', '.'));
                  List<String> extras = new ArrayList<>();
                  LambdaLinker.describeExtras(lambda.getClass(), described, extras);
                  MethodHandle factory = LambdaLinker.link(host, described, extras);
                  assertNotNull(factory);
                  Object[] captured = new Object[described.getCapturedArgCount()];
                  for (int i = 0; i < captured.length; i++) {
                    captured[i] = described.getCapturedArg(i);
                  }
                  Object made = LambdaLinker.make(factory, captured);
                  assertEquals("", sample.compare(made));
                }));
  }

  @Test
  void copyOfACopyTravelsOn() throws Exception {
    int captured = 4;
    Task<Integer> task = () -> captured + 1;
    Peers there = new Peers();
    Peers back = new Peers();
    Task<Integer> copy = back.copy(there.copy(task));
    assertEquals(5, copy.call());
    assertTrue(copy instanceof Serializable);
  }

  @Test
  void callSiteIsLinkedOnce() {
    Peers peers = new Peers();
    int[] captured = {1};
    Task<Integer> first = () -> captured[0];
    List<Task<Integer>> tasks = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      tasks.add(peers.copy(first));
    }
    assertSame(tasks.get(0).getClass(), tasks.get(2).getClass());
    assertFalse(first.getClass() == tasks.get(0).getClass());
  }

  @Test
  void lambdaWithoutCapturesIsOneObjectInEachProcess() {
    Peers peers = new Peers();
    Task<Integer> task = () -> 1;
    assertSame(peers.<Object>copy(task), peers.<Object>copy(task));
  }
}
