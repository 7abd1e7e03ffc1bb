package io.procpool.ipc.pickle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.NotSendableException;
import io.procpool.Task;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What writeReplace gives may not fit where the object stands, as gson's maps do not. */
@SuppressWarnings({"serial", "unused"})
class ReplacementTest {

  /** Of gson's kind: it travels as another map, and does not let itself be read. */
  static final class Linked extends AbstractMap<String, Object> implements Serializable {
    private final List<Map.Entry<String, Object>> entries = new ArrayList<>();

    @Override
    public Object put(String key, Object value) {
      entries.add(new SimpleEntry<>(key, value));
      return null;
    }

    @Override
    public Set<Map.Entry<String, Object>> entrySet() {
      return Set.copyOf(entries);
    }

    private Object writeReplace() {
      return new LinkedHashMap<>(this);
    }

    private void readObject(ObjectInputStream in) throws InvalidObjectException {
      throw new InvalidObjectException("it is replaced");
    }
  }

  /** As a tree of gson's: the field's type is the class that replaces itself. */
  static final class Tree {
    final Linked members = new Linked();
    Object other;
    Linked[] more = {};
  }

  record Holder(Linked members) {}

  static final class Transient implements Serializable {
    final transient Object cache = "x";

    private Object writeReplace() {
      return "text";
    }
  }

  static final class Narrow {
    Object first;
    Transient second;
  }

  /** Resolves to what it stood for: nobody can tell before. */
  static final class Proxied implements Serializable {
    final String text;

    Proxied(String text) {
      this.text = text;
    }

    private record Form(String text) implements Serializable {
      private Object readResolve() {
        return new Proxied(text);
      }
    }

    private Object writeReplace() {
      return new Form(text);
    }
  }

  static final class ProxiedHolder {
    Proxied proxied = new Proxied("a");
  }

  private static Linked linked(String key, Object value) {
    Linked linked = new Linked();
    linked.put(key, value);
    return linked;
  }

  @Test
  void objectGoesByItsFieldsWhereItsReplacementDoesNotFit() {
    Tree tree = new Tree();
    tree.members.put("a", 1);
    tree.more = new Linked[] {linked("b", 2), tree.members};
    Tree copy = new Peers().copy(tree);
    assertEquals(Map.of("a", 1), copy.members);
    assertEquals(Map.of("b", 2), copy.more[0]);
    assertSame(copy.members, copy.more[1]);
    Holder holder = new Peers().copy(new Holder(linked("c", 3)));
    assertEquals(Map.of("c", 3), holder.members());
  }

  @Test
  void objectIsReplacedWhereItsReplacementFits() {
    Tree tree = new Tree();
    tree.other = linked("a", 1);
    Tree copy = new Peers().copy(tree);
    assertEquals(LinkedHashMap.class, copy.other.getClass());
  }

  @Test
  void treeInItsOwnMapIsOne() {
    Tree tree = new Tree();
    tree.members.put("self", tree);
    Tree copy = new Peers().copy(tree);
    assertSame(copy, copy.members.get("self"));
  }

  @Test
  void capturedVariableHasTheTypeThatItWasDeclaredWith() throws Exception {
    Linked linked = linked("a", 1);
    Task<String> task = () -> linked.getClass().getSimpleName() + linked;
    Task<String> copy = new Peers().copy(task);
    assertEquals("Linked{a=1}", copy.call());
  }

  @Test
  void replacementThatDoesNotFitIsRefusedAtTheCallWithItsPlace() {
    Narrow narrow = new Narrow();
    narrow.second = new Transient();
    NotSendableException thrown =
        assertThrows(NotSendableException.class, () -> new Peers().write(narrow));
    assertTrue(thrown.getMessage().contains("Narrow.second"), thrown.getMessage());
    assertTrue(thrown.getMessage().contains("java.lang.String"), thrown.getMessage());
    assertTrue(thrown.getMessage().contains("field cache is transient"), thrown.getMessage());
  }

  @Test
  void objectThatIsReplacedElsewhereIsRefusedWhereThatDoesNotFit() {
    Narrow narrow = new Narrow();
    narrow.second = new Transient();
    narrow.first = narrow.second;
    NotSendableException thrown =
        assertThrows(NotSendableException.class, () -> new Peers().write(narrow));
    assertTrue(thrown.getMessage().contains("Narrow.second"), thrown.getMessage());
    Peers peers = new Peers();
    assertThrows(NotSendableException.class, () -> peers.write(narrow));
    narrow.second = null;
    Narrow copy = peers.copy(narrow); // nothing of the failed message is left
    assertEquals("text", copy.first);
  }

  @Test
  void standInThatResolvesIsLeftToItself() {
    ProxiedHolder copy = new Peers().copy(new ProxiedHolder());
    assertEquals("a", copy.proxied.text);
  }
}
