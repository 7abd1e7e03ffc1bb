package io.procpool.ipc.pickle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.NotSendableException;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.net.URL;
import java.net.URLClassLoader;
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

  private static final String THINGS =
      """
      package p;
      public class Things {
        public static Object lambda() {
          int n = 20;
          return (java.util.concurrent.Callable<Integer> & java.io.Serializable) () -> n + n;
        }
        public static Object plainLambda() {
          int n = 20;
          java.util.function.Function<Integer, Integer> plus = x -> x + n;
          java.util.function.Function<Integer, Integer> twice = plus.andThen(x -> 2 * x);
          return (java.util.concurrent.Callable<Integer>) () -> twice.apply(1);
        }
        static final class Plain { int value = 5; }
        static class Base implements java.io.Serializable {
          private final String unit = "K".strip();
          private final long count = Long.parseLong("7");
        }
        static final class Marked extends Base {
          private final Object name = java.util.List.of("a");
          private final int value = Integer.parseInt("5");
          @Override public String toString() {
            return "marked " + value + name + super.unit + super.count;
          }
        }
        static final class Listed implements java.io.Serializable {
          private static final java.io.ObjectStreamField[] serialPersistentFields = {
            new java.io.ObjectStreamField("kept", String.class)
          };
          private String kept = "kept";
          private String left = "left";
          @Override public String toString() { return kept + " " + left; }
        }
        static final class Failure extends RuntimeException {
          private final int code = Integer.parseInt("9");
          @Override public String toString() { return "failure " + code; }
        }
        enum Color { RED { }, GREEN }
        record Pair(int a) {}
        public static Object plain() { return new Plain(); }
        public static Object marked() { return new Marked(); }
        public static Object pair() { return new Pair(1); }
        public static Object listed() { return new Listed(); }
        public static Object failure() { return new Failure(); }
        public static Object color() { return Color.RED; }
      }
      """;

  @TempDir Path directory;

  private Class<?> things;
  private Peers peers;
  private Class<?> openThings;
  private Peers openPeers;

  @BeforeEach
  void compileModule() throws Exception {
    Path sources = Files.createDirectories(directory.resolve("closed/p"));
    Path info = directory.resolve("closed/module-info.java");
    Files.writeString(info, "module closed { exports p; }");
    Path source = sources.resolve("Things.java");
    Files.writeString(source, THINGS);
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
    ClassLoader classPath = new URLClassLoader(new URL[] {classes.toUri().toURL()});
    openThings = classPath.loadClass("p.Things");
    openPeers = new Peers(classPath);
  }

  private Object make(String what) throws Exception {
    return things.getMethod(what).invoke(null);
  }

  private static String read(Peers from, Object object, Peers to) {
    PickleBuffer message = from.write(object);
    to.known.add(from.table.definitions(0, from.table.size()));
    Object copy = to.reader.unpickle(new PickleSource(message), to.known);
    return copy.toString();
  }

  @Test
  void serializableObjectsTravel() throws Exception {
    assertEquals("marked 5[a]K7", peers.copy(make("marked")).toString());
  }

  @Test
  void whatIsOpenOnOneSideAloneMakesNoDifference() throws Exception {
    Object open = openThings.getMethod("marked").invoke(null);
    assertEquals("marked 5[a]K7", read(peers, make("marked"), openPeers));
    assertEquals("marked 5[a]K7", read(openPeers, open, peers));
  }

  @Test
  void theFieldsThatAClassListsTravel() throws Exception {
    Object open = openThings.getMethod("listed").invoke(null);
    assertEquals("kept null", peers.copy(make("listed")).toString());
    assertEquals("kept null", openPeers.copy(open).toString());
  }

  @Test
  void exceptionsTravel() throws Exception {
    assertEquals("failure 9", peers.copy(make("failure")).toString());
  }

  @Test
  void enumConstantsTravel() throws Exception {
    assertSame(make("color"), peers.copy(make("color")));
  }

  @Test
  void lambdasTravel() throws Exception {
    assertEquals(40, ((Callable<?>) peers.copy(make("lambda"))).call());
    assertEquals(42, ((Callable<?>) peers.copy(make("plainLambda"))).call());
  }

  @Test
  void othersAreToldWhatToOpen() throws Exception {
    for (String what : List.of("plain", "pair")) {
      Object object = make(what);
      NotSendableException refused =
          assertThrows(NotSendableException.class, () -> peers.write(object));
      assertTrue(
          refused
              .getMessage()
              .contains(
                  "module closed must open p to ALL-UNNAMED: add `opens p;` to its"
                      + " module-info.java, or start the program with"
                      + " --add-opens=closed/p=ALL-UNNAMED"),
          refused.getMessage());
    }
  }
}
