package io.procpool.runtime.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChainTest {

  private static final class Bead extends Chain.Link<Bead> {}

  @Test
  void behavesAsADequeThroughRandomChanges() {
    long seed = Long.getLong("procpool.seed", 1);
    Random random = new Random(seed);
    List<Bead> beads = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      beads.add(new Bead());
    }
    Chain<Bead> chain = new Chain<>();
    ArrayDeque<Bead> model = new ArrayDeque<>();
    for (int step = 0; step < 10_000; step++) {
      Bead bead = beads.get(random.nextInt(beads.size()));
      if (model.remove(bead)) {
        chain.remove(bead);
      } else if (random.nextBoolean()) {
        model.addFirst(bead);
        chain.addFirst(bead);
      } else {
        model.addLast(bead);
        chain.addLast(bead);
      }
      assertEquals(model.peekFirst(), chain.first(), "seed " + seed);
      assertEquals(model.peekLast(), chain.last(), "seed " + seed);
      assertEquals(model.size(), chain.size(), "seed " + seed);
    }
    while (chain.first() != null) {
      assertEquals(model.pollFirst(), chain.first(), "seed " + seed);
      chain.remove(chain.first());
    }
  }

  @Test
  void elementIsInOneChainAtMost() {
    Chain<Bead> one = new Chain<>();
    Chain<Bead> other = new Chain<>();
    Bead bead = new Bead();
    one.addLast(bead);
    assertTrue(one.contains(bead));
    assertFalse(other.contains(bead));
    assertThrows(IllegalStateException.class, () -> other.addLast(bead));
  }

  @Test
  void removingWhatIsElsewhereChangesNothing() {
    Chain<Bead> one = new Chain<>();
    Chain<Bead> other = new Chain<>();
    Bead bead = new Bead();
    one.addLast(bead);
    other.remove(bead);
    assertEquals(1, one.size());
  }
}
