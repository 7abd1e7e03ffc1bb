package io.procpool.ipc.pickle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class MatrixTest {

  @TestFactory
  Stream<DynamicTest> everySampleComesBackWithinOneProcess() {
    return Matrix.samples().stream()
        .map(sample ->
            DynamicTest.dynamicTest(
                sample.name(),
                () -> {
                  ClassTable table = new ClassTable();
                  Pickler pickler = Pickler.withTable(table);
                  PickleBuffer buffer = new PickleBuffer();
                  pickler.pickle(sample.make().get(), buffer);
                  ClassDefinitions known = new ClassDefinitions(MatrixTest.class.getClassLoader());
                  known.add(table.definitions(0, table.size()));
                  assertEquals("", Matrix.check(sample, pickler, new PickleSource(buffer), known));
                }));
  }

  @Test
  void everySampleComesBackInAnotherJvmWithoutAnyWarning(@TempDir Path directory) throws Exception {
    int samples = Matrix.samples().size();
    assertTrue(samples >= 150, () -> "only " + samples + " samples");
    String file = directory.resolve("messages").toString();
    ChildJvm writer = ChildJvm.run(directory, ChildJvm.classPath(), Matrix.class, "write", file);
    assertEquals(new ChildJvm(0, "", ""), writer);
    ChildJvm reader = ChildJvm.run(directory, ChildJvm.classPath(), Matrix.class, "read", file);
    assertEquals(new ChildJvm(0, 2 * samples + " right\n", ""), reader);
  }
}
