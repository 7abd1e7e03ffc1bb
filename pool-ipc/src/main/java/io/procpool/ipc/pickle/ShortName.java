package io.procpool.ipc.pickle;

/**
 * Names of classes for messages. Reflection on nesting throws for class files of which the
 * attributes disagree, as some compilers and shrinkers make them; no message may fail by that.
 */
public final class ShortName {

  private ShortName() {}

  /** The simple name, or what comes last in the name where there is none. */
  public static String of(Class<?> type) {
    String simple = simple(type);
    if (!simple.isEmpty()) {
      return simple;
    }
    String name = type.getName();
    return name.substring(name.lastIndexOf('.') + 1);
  }

  private static String simple(Class<?> type) {
    try {
      return type.getSimpleName();
    } catch (LinkageError | InternalError malformed) {
      return "";
    }
  }
}
