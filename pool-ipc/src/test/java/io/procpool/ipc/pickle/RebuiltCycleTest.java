package io.procpool.ipc.pickle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.NotSendableException;
import io.procpool.ipc.pickle.HashCycleTest.Box;
import io.procpool.ipc.pickle.HashCycleTest.Item;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Collections in a cycle with what is built from them: records and their copies. */
class RebuiltCycleTest {

  record Group(Set<Item> items, List<String> notes) {}

  record Copying(Set<Item> items) {
    Copying {
      items = Set.copyOf(items);
    }
  }

  @Test
  void recordInACycleHasItsElements() {
    Set<Item> items = new LinkedHashSet<>();
    Group group = new Group(items, new ArrayList<>());
    items.add(new Item(group, "b"));
    items.add(new Item(group, "a"));
    Group copy = new Peers().copy(group);
    assertEquals(items, copy.items());
    assertTrue(copy.items().contains(new Item(null, "a")));
    assertSame(copy, copy.items().iterator().next().aowner);
  }

  @Test
  void recordThatCopiesItsElementsHasThemAll() {
    Box box = new Box();
    box.items = new Copying(new HashSet<>(List.of(new Item(box, "b"))));
    Box copy = new Peers().copy(box);
    assertEquals(box.items, copy.items);
    Item item = new Peers().copy(((Copying) box.items).items().iterator().next());
    assertTrue(((Copying) ((Box) item.aowner).items).items().contains(item));
  }

  /** Its hash code is its owner's title. */
  static final class Titled {
    final Report owner;

    Titled(Report owner) {
      this.owner = owner;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Titled that && owner.title.equals(that.owner.title);
    }

    @Override
    public int hashCode() {
      return owner.title.hashCode();
    }
  }

  record Copied(Set<Titled> set) {
    Copied {
      set = new HashSet<>(set);
    }
  }

  static final class Report {
    Object chapters;
    String title = "Title";
  }

  @Test
  void recordThatCopiesASetTooEarlyIsRefused() {
    Report report = new Report();
    report.chapters = new Copied(Set.of(new Titled(report)));
    NotSendableException thrown =
        assertThrows(NotSendableException.class, () -> new Peers().copy(report));
    assertTrue(thrown.getMessage().contains("cycle with its own elements"), thrown.getMessage());
  }

  @Test
  void dequeOfARecordInItKeepsItsOrder() {
    ArrayDeque<Object> queue = new ArrayDeque<>();
    GraphSamples.Parent parent = new GraphSamples.Parent(new ArrayList<>());
    parent.children().add(queue);
    Collections.addAll(queue, "x", parent, "y");
    GraphSamples.Parent copy = new Peers().copy(parent);
    Collection<?> elements = (Collection<?>) copy.children().get(0);
    assertEquals(3, elements.size());
    assertSame(copy, elements.toArray()[1]);
  }
}
