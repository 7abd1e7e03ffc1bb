package io.procpool.ipc.pickle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.ForeignException;
import io.procpool.NotSendableException;
import io.procpool.Task;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VersionTest {

  @TempDir Path directory;

  private ClassLoader version(int number, String type, String source) throws Exception {
    return Versions.compile(directory.resolve("v" + number), Map.of(type + ".java", source));
  }

  /** What a reader with one version says of a message written with another. */
  private String refusal(String type, String written, String read) throws Exception {
    ClassLoader writers = version(1, type, written);
    Peers peers = new Peers(version(2, type, read));
    PickleBuffer message = peers.write(Versions.make(writers, type));
    NotSendableException refused =
        assertThrows(NotSendableException.class, () -> peers.read(message));
    assertEquals("fine", peers.copy("fine"));
    assertEquals(List.of(1), peers.copy(List.of(1)));
    return refused.getMessage();
  }

  @Test
  void sameVersionsOfTwoLoadersUnderstandEachOther() throws Exception {
    String source =
        "record R(int a, String b) { static Object make() { return new R(1, \"x\"); } }";
    Object original = Versions.make(version(1, "R", source), "R");
    Object copy = new Peers(version(2, "R", source)).copy(original);
    assertNotSame(original.getClass(), copy.getClass());
    assertEquals(original.toString(), copy.toString());
  }

  @Test
  void addedFieldIsNamed() throws Exception {
    String message =
        refusal(
            "F",
            "class F { int a; String b; static Object make() { return new F(); } }",
            "class F { int a; static Object make() { return new F(); } }");
    assertEquals(
        "a message cannot be read: there are two different versions of F: it was written by its"
            + " fields [a:int, b:java.lang.String], but would be read by its fields [a:int]; the"
            + " processes must run the same classes",
        message);
  }

  @Test
  void fieldOfASuperclassCounts() throws Exception {
    String message =
        refusal(
            "F",
            "class F extends B { static Object make() { return new F(); } } class B { int x; }",
            "class F extends B { static Object make() { return new F(); } } class B { long x; }");
    assertTrue(message.contains("[B.x:int]"), message);
    assertTrue(message.contains("[B.x:long]"), message);
  }

  @Test
  void changedRecordIsNamed() throws Exception {
    String message =
        refusal(
            "R",
            "record R(int a, int b) { static Object make() { return new R(1, 2); } }",
            "record R(int b, int a) { static Object make() { return new R(1, 2); } }");
    assertTrue(message.contains("as a record of [a:int, b:int]"), message);
  }

  @Test
  void changedEnumIsNamed() throws Exception {
    String message =
        refusal(
            "E",
            "enum E { A, B; static Object make() { return B; } }",
            "enum E { B, A; static Object make() { return B; } }");
    assertTrue(message.contains("as an enum of [A, B]"), message);
    assertTrue(message.contains("as an enum of [B, A]"), message);
  }

  @Test
  void changedFieldsOfAClassWithHooksAreNamed() throws Exception {
    String hooks =
        " private void writeObject(java.io.ObjectOutputStream o) throws Exception {"
            + " o.defaultWriteObject(); } static Object make() { return new S(); } }";
    String message =
        refusal(
            "S",
            "class S implements java.io.Serializable { int a;" + hooks,
            "class S implements java.io.Serializable { int b;" + hooks);
    assertTrue(message.contains("[a:int]"), message);
    assertTrue(message.contains("[b:int]"), message);
  }

  @Test
  void changedKindIsNamed() throws Exception {
    String message =
        refusal(
            "K",
            "record K(int a) { static Object make() { return new K(1); } }",
            "class K { int a; static Object make() { return new K(); } }");
    assertTrue(message.contains("as a record of [a:int]"), message);
    assertTrue(message.contains("by its fields [a:int]"), message);
  }

  @Test
  void rebuiltClassNeverRunsTheWrongLambda() throws Exception {
    String one =
        "class L { static Object make() { io.procpool.Task<String> t = () -> \"right\"; return t; }"
            + " }";
    String other =
        "class L { static Object make() { io.procpool.Task<String> o = () -> \"wrong\";"
            + " io.procpool.Task<String> t = () -> \"right\"; return t; } }";
    String message = refusal("L", one, other);
    assertTrue(message.contains("two different versions of L"), message);
    assertTrue(message.contains("checksum"), message);
  }

  @Test
  void sameClassRunsTheLambda() throws Exception {
    String source =
        "class L { static Object make() { io.procpool.Task<String> t = () -> \"right\"; return t; }"
            + " }";
    Object task = Versions.make(version(1, "L", source), "L");
    Task<?> copy = new Peers(version(2, "L", source)).copy(task);
    assertNotSame(task.getClass().getClassLoader(), copy.getClass().getClassLoader());
    assertEquals("right", copy.call());
  }

  @Test
  void missingClassFailsOnlyTheMessagesThatUseIt() throws Exception {
    ClassLoader writers = version(1, "M", "class M { static Object make() { return new M(); } }");
    Peers peers = new Peers();
    PickleBuffer with = peers.write(List.of(Versions.make(writers, "M")));
    PickleBuffer without = peers.write(new UserSamples.Point(1, 2));
    NotSendableException refused = assertThrows(NotSendableException.class, () -> peers.read(with));
    assertTrue(refused.getMessage().contains("class M cannot be loaded"), refused.getMessage());
    assertTrue(
        refused.getMessage().contains("pid=" + ProcessHandle.current().pid()),
        refused.getMessage());
    assertEquals(new UserSamples.Point(1, 2), peers.read(without));
  }

  @Test
  void exceptionOfAMissingClassArrivesAsText() throws Exception {
    ClassLoader writers =
        version(
            1,
            "X",
            "class X extends Exception { X() { super(\"m\", new java.io.IOException(\"c\")); }"
                + " static Object make() { return new X(); } }");
    Peers peers = new Peers();
    Throwable thrown = (Throwable) Versions.make(writers, "X");
    ForeignException copy =
        assertInstanceOf(ForeignException.class, peers.readThrowable(peers.writeThrowable(thrown)));
    assertEquals("X", copy.typeName());
    assertEquals("m", copy.getMessage());
    assertEquals("java.io.IOException: c", copy.getCause().toString());
    assertTrue(copy.reason().contains("class X cannot be loaded"), copy.reason());
  }
}
