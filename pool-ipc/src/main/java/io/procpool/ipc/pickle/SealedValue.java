package io.procpool.ipc.pickle;

import io.procpool.NotSendableException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value as the message that it travels in. A process that only keeps values for others has it
 * sealed, and need not have its class; any other reads the value itself in its place. Made by
 * {@link Pickler#seal}.
 */
public final class SealedValue {

  private final String type;
  private final byte[] message;
  private final List<Object> arrays;
  private final List<?> shared;

  /**
   * A value.
   *
   * @param type its class's name
   * @param message what a self-contained pickler wrote
   * @param arrays what that has out of band
   * @param shared the shared objects in it, which are to live as long as it
   */
  SealedValue(String type, byte[] message, List<Object> arrays, List<?> shared) {
    this.type = type;
    this.message = message;
    this.arrays = arrays;
    this.shared = shared;
  }

  String type() {
    return type;
  }

  byte[] message() {
    return message;
  }

  List<Object> arrays() {
    return arrays;
  }

  List<?> shared() {
    return shared;
  }

  /**
   * Checks that what code of this process is to use holds nothing sealed: neither itself nor, if it
   * is a collection or a map, as an element.
   *
   * @throws NotSendableException if it does
   */
  public static void requireOpen(@Nullable Object value) {
    switch (value) {
      case SealedValue closed -> throw closed.refusal();
      case Collection<?> elements -> elements.forEach(SealedValue::requireNotSealed);
      case Map<?, ?> map -> map.values().forEach(SealedValue::requireNotSealed);
      case null, default -> {}
    }
  }

  private static void requireNotSealed(@Nullable Object element) {
    if (element instanceof SealedValue closed) {
      throw closed.refusal();
    }
  }

  private NotSendableException refusal() {
    return new NotSendableException(
        "class "
            + type
            + " is not on the class path of the process that holds its objects (pid="
            + ProcessHandle.current().pid()
            + "), which keeps them for others, but cannot compare, sort or use them: start it with"
            + " that class on its class path (ManagerOptions.withClassPath)",
        null);
  }

  /** Only its class could tell. */
  @Override
  public boolean equals(@Nullable Object other) {
    throw refusal();
  }

  /** Only its class could tell. */
  @Override
  public int hashCode() {
    throw refusal();
  }

  @Override
  public String toString() {
    return "sealed " + type;
  }
}
