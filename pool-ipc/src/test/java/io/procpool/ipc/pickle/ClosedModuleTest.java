package io.procpool.ipc.pickle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.NotSendableException;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Users' classes in a module that exports, but opens nothing. */
class ClosedModuleTest {

  @TempDir Path directory;

  private Class<?> things;
  private Peers peers;

  @BeforeEach
  void compileModule() throws Exception {
    Path sources = Files.createDirectories(directory.resolve("closed/p"));
    Path info = directory.resolve("closed/module-info.java");
    Files.writeString(info, "module closed { exports p; }");
    Path source = sources.resolve("Things.java");
    Files.writeString(
        source,
        """
        package p;
        public class Things {
          public static Object lambda() {
            int n = 20;
            return (java.util.concurrent.Callable<Integer> & java.io.Serializable) () -> n + n;
          }
          static final class Plain { int value = 5; }
          static final class Marked implements java.io.Serializable {
            private final int value = Integer.parseInt("5");
            @Override public String toString() { return "marked " + value; }
          }
          record Pair(int a) {}
          public static Object plain() { return new Plain(); }
          public static Object marked() { return new Marked(); }
          public static Object pair() { return new Pair(1); }
        }
        """);
    Path classes = directory.resolve("classes");
    int failed =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-d", classes.toString(), info.toString(), source.toString());
    assertEquals(0, failed);
    Configuration configuration =
        ModuleLayer.boot()
            .configuration()
            .resolve(ModuleFinder.of(classes), ModuleFinder.of(), Set.of("closed"));
    ModuleLayer layer =
        ModuleLayer.boot()
            .defineModulesWithOneLoader(configuration, ClassLoader.getSystemClassLoader());
    things = layer.findLoader("closed").loadClass("p.Things");
    peers = new Peers(things.getClassLoader());
  }

  private Object make(String what) throws Exception {
    return things.getMethod(what).invoke(null);
  }

  @Test
  void serializableObjectsTravel() throws Exception {
    assertEquals("marked 5", peers.copy(make("marked")).toString());
  }

  @Test
  void lambdasTravel() throws Exception {
    assertEquals(40, ((Callable<?>) peers.copy(make("lambda"))).call());
  }

  @Test
  void othersAreToldWhatToOpen() throws Exception {
    for (String what : List.of("plain", "pair")) {
      Object object = make(what);
      NotSendableException refused =
          assertThrows(NotSendableException.class, () -> peers.write(object));
      assertTrue(
          refused.getMessage().contains("make the class Serializable, or write opens p to"),
          refused.getMessage());
    }
  }
}
