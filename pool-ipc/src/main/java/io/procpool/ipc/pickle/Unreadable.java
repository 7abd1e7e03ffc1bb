package io.procpool.ipc.pickle;

import com.esotericsoftware.kryo.KryoException;
import io.procpool.NotSendableException;
import java.io.UncheckedIOException;

/** Says why a message cannot be read. */
final class Unreadable {

  private Unreadable() {}

  /**
   * The exception for the caller. Errors are included: what an object's own code throws must not
   * stop the thread that reads for all.
   */
  static NotSendableException of(Throwable thrown) {
    Throwable cause = thrown;
    while (cause.getCause() != null
        && (cause instanceof KryoException || cause instanceof UncheckedIOException)) {
      cause = cause.getCause();
    }
    return switch (cause) {
      case NotSendableException known -> known;
      case TooDeep _ ->
          new NotSendableException("a message cannot be read: it nests too deep", cause);
      case StackOverflowError _ ->
          new NotSendableException("a message cannot be read: it nests too deep", cause);
      case IndexOutOfBoundsException _ ->
          new NotSendableException("a message cannot be read: it is damaged: " + cause, cause);
      case Unsendable refused ->
          new NotSendableException("a message cannot be read: " + refused.getMessage(), cause);
      default -> new NotSendableException("a message cannot be read: " + cause, cause);
    };
  }
}
