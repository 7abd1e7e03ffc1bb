package io.procpool.ipc.pickle;

import io.procpool.NotSendableException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be filled once the objects of its cycle are whole. What one element's hash code is may
 * depend on what another collection holds, so all of a cycle are filled again until nothing
 * changes: as often as there are collections at most, since in the original they were filled, too.
 */
final class LateFillings {

  private record Due(int id, Filling filling) {}

  private final List<Due> due = new ArrayList<>(0);

  /** Adds one for the object of this number. */
  void add(int id, Filling filling) {
    due.add(new Due(id, filling));
  }

  /** Of what is added from now on, {@link #tryToFill} takes care if it gets this number. */
  int mark() {
    return due.size();
  }

  boolean since(int mark) {
    return due.size() > mark;
  }

  /** Whether an object was added since a mark. */
  boolean since(int mark, Object target) {
    for (int i = mark; i < due.size(); i++) {
      if (due.get(i).filling.target() == target) {
        return true;
      }
    }
    return false;
  }

  /** Fills what was added since a mark as well as can be: code of the user's is about to run. */
  void tryToFill(int mark) {
    for (int i = mark; i < due.size(); i++) {
      due.get(i).filling.tryToFill();
    }
  }

  /** As {@link #tryToFill} for all, and makes what is waiting for its parts. */
  void makeNow() {
    tryToFill(0);
    for (Due each : due) {
      if (each.filling instanceof LateResolve late) {
        late.makeNow();
      }
    }
  }

  /**
   * Fills what belongs to the cycle that the object of this number began, now that it is whole.
   *
   * @throws NotSendableException if they are never all right
   */
  void whole(int root) {
    if (due.isEmpty() || due.getLast().id < root) {
      return;
    }
    int from = due.size();
    while (from > 0 && due.get(from - 1).id >= root) {
      from--;
    }
    List<Due> mine = due.subList(from, due.size());
    List<Filling> fillings = mine.stream().map(Due::filling).toList();
    mine.clear();
    settle(fillings);
  }

  private static void settle(List<Filling> fillings) {
    Filling wrong = fillings.getFirst();
    Throwable thrown = null;
    for (int round = 0; round <= fillings.size() + 1; round++) {
      boolean right = true;
      thrown = null;
      for (Filling filling : fillings) {
        try {
          if (!filling.settle()) {
            right = false;
            wrong = filling;
          }
        } catch (RuntimeException | StackOverflowError e) {
          right = false;
          wrong = filling;
          thrown = e;
        }
      }
      if (right) {
        return;
      }
    }
    throw refusal(wrong, thrown);
  }

  private static NotSendableException refusal(Filling wrong, @Nullable Throwable thrown) {
    if (thrown instanceof NotSendableException known) {
      return known;
    }
    Object culprit = thrown == null ? wrong.culprit() : null;
    return new NotSendableException(
        "a message cannot be read: a "
            + wrong.target().getClass().getTypeName()
            + " is in a cycle with its own elements and cannot be filled: "
            + (thrown != null
                ? "their hash code or order threw " + thrown
                : "the hash code or order of"
                    + (culprit == null ? " its elements" : " " + culprit.getClass().getTypeName())
                    + " changes as the cycle is put together")
            + "; let hashCode, equals and compareTo of the elements use values that are not part of"
            + " the cycle",
        thrown);
  }

  void clear() {
    due.clear();
  }
}
