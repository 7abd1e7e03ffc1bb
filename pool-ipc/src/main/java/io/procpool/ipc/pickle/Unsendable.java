package io.procpool.ipc.pickle;

import io.procpool.NotSendableException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something in a graph cannot be written. On its way out it collects where that is; serializers
 * that know which part they were writing name it by {@link #within}.
 */
final class Unsendable extends RuntimeException {

  private static final long serialVersionUID = 1L;
  private static final int FIRST_STEPS = 12;
  private static final int LAST_STEPS = 6;

  /** What to do with a shared object out of place, a caller's mistake; else null. */
  private final @Nullable String misplaced;

  /** From the object at fault outwards. */
  private final transient List<String> path = new ArrayList<>();

  private boolean atFault = true;
  private boolean named;

  private Unsendable(String message, @Nullable Throwable cause, @Nullable String misplaced) {
    super(message, cause, false, false);
    this.misplaced = misplaced;
  }

  /** An object of this class cannot be sent, but there is a way out. */
  static Unsendable refused(Class<?> type, String wayOut) {
    return new Unsendable(
        type.getTypeName() + " cannot be sent to a worker (" + wayOut + ")", null, null);
  }

  /** The object's own code, or ours, failed on it. */
  static Unsendable failed(Class<?> type, Throwable thrown) {
    Throwable cause = thrown instanceof UncheckedIOException ? thrown.getCause() : thrown;
    return new Unsendable(
        type.getTypeName() + " cannot be sent to a worker: " + cause, cause, null);
  }

  /** A shared object travels by inheritance only. */
  static Unsendable misplaced(SharedObject shared) {
    return new Unsendable(
        shared.kind() + " objects should only be shared between processes through inheritance",
        null,
        shared.wayOut());
  }

  /** The part of the enclosing object that was being written, such as {@code Report.cache}. */
  Unsendable within(String part) {
    path.add(part);
    named = true;
    return this;
  }

  /** Called as each object on the way is left, the one at fault first. */
  void leaving(Class<?> type) {
    if (!atFault && !named) {
      path.add(type.getTypeName());
    }
    atFault = false;
    named = false;
  }

  /**
   * The exception for the caller of what stopped a writing. Errors are included: what an object's
   * own code throws must not stop a thread that works for all.
   */
  static RuntimeException forCaller(Throwable thrown) {
    if (thrown instanceof Unsendable unsendable && unsendable.misplaced != null) {
      return new IllegalStateException(reason(thrown) + " (" + unsendable.misplaced + ")");
    }
    Throwable cause = thrown instanceof Unsendable ? thrown.getCause() : thrown;
    return new NotSendableException(reason(thrown), cause);
  }

  /** Why a writing stopped, and where. */
  static String reason(Throwable thrown) {
    return switch (thrown) {
      case Unsendable unsendable -> unsendable.withPath();
      case TooDeep _ -> "a graph of more than " + DeepStack.DEEP_LEVELS + " levels cannot be sent";
      case StackOverflowError _ ->
          "cannot be sent to a worker: it nests too deep, or code of its own recurses without end";
      default -> "cannot be sent to a worker: " + thrown;
    };
  }

  private String withPath() {
    String where = path();
    if (where.isEmpty()) {
      return String.valueOf(getMessage());
    }
    return misplaced != null ? getMessage() + ": " + where : where + ": " + getMessage();
  }

  /** From the root to the object at fault, or empty if that is the root. */
  private String path() {
    int steps = path.size();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < steps; i++) {
      if (i == FIRST_STEPS && steps > FIRST_STEPS + LAST_STEPS) {
        text.append(" -> ... ").append(steps - FIRST_STEPS - LAST_STEPS).append(" more ...");
        i = steps - LAST_STEPS;
      }
      text.append(i == 0 ? "" : " -> ").append(path.get(steps - 1 - i));
    }
    return text.toString();
  }
}
