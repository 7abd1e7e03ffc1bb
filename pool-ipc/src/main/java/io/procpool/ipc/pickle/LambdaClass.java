package io.procpool.ipc.pickle;

import io.procpool.ipc.inside.ClassConstants;
import io.procpool.ipc.inside.ClassConstants.MethodReference;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The hidden class that the JVM made for a lambda's call site: what of the site can be seen in it.
 */
final class LambdaClass {

  /** Between the name of the class that has the lambda's code and a number. */
  private static final String SUFFIX = "$$Lambda";

  private static final String FIELD = "arg$";
  private static final String HANDLE = "java/lang/invoke/MethodHandle";

  private final Class<?> type;
  private final ClassConstants constants;
  private final List<Field> captured;

  LambdaClass(Class<?> type, ClassConstants constants) {
    this.type = type;
    this.constants = constants;
    this.captured = captured(type);
  }

  /** Whether objects of a class are lambdas, Serializable or not. */
  static boolean is(Class<?> type) {
    return type.isHidden() && type.isSynthetic() && type.getName().contains(SUFFIX);
  }

  /**
   * The class that has the lambda's code.
   *
   * @throws Unsendable if no other process can find it
   */
  static Class<?> host(Class<?> type) {
    String name = type.getName().substring(0, type.getName().lastIndexOf(SUFFIX));
    try {
      Class<?> host = Class.forName(name, false, type.getClassLoader());
      if (host.getNestHost() == type.getNestHost()) {
        return host;
      }
    } catch (ClassNotFoundException | LinkageError e) {
      // As the next: it is hidden, or its loader does not find it by name.
    }
    throw Unsendable.refused(
        type, "its code is in " + name + ", which no other process can find by its name");
  }

  /** Where its objects keep what they captured, in order. */
  List<Field> captured() {
    return captured;
  }

  /** Values that it could have captured: nulls and zeros. */
  @Nullable Object[] anyCaptured() {
    return captured.stream()
        .map(field -> Array.get(Array.newInstance(field.getType(), 1), 0))
        .toArray();
  }

  private static List<Field> captured(Class<?> type) {
    return Arrays.stream(type.getDeclaredFields())
        .filter(field -> !Modifier.isStatic(field.getModifiers()))
        .filter(field -> field.getName().startsWith(FIELD))
        .sorted(
            Comparator.comparingInt(
                field -> Integer.parseInt(field.getName().substring(FIELD.length()))))
        .toList();
  }

  /** Whether the site makes lambdas that look as this class's, whatever they run. */
  boolean looksAs(LambdaSite site) {
    Set<String> interfaces = new HashSet<>(site.markers());
    interfaces.add(site.functional());
    List<String> types =
        captured.stream().map(field -> field.getType().descriptorString()).toList();
    return interfaces.equals(interfaces())
        && slashed(type.getInterfaces()[0]).equals(site.functional())
        && types.equals(site.captured())
        && hasMethodsOf(site);
  }

  private Set<String> interfaces() {
    Set<String> names = new HashSet<>();
    for (Class<?> implemented : type.getInterfaces()) {
      names.add(slashed(implemented));
    }
    return names;
  }

  private boolean hasMethodsOf(LambdaSite site) {
    Set<String> expected = new HashSet<>(site.bridges());
    expected.add(site.type());
    Set<String> found = new HashSet<>();
    for (Method method : type.getDeclaredMethods()) {
      if (method.getName().equals(site.method())) {
        found.add(
            MethodType.methodType(method.getReturnType(), method.getParameterTypes())
                .toMethodDescriptorString());
      }
    }
    return found.equals(expected);
  }

  /** Whether it calls its implementation by a handle, because it cannot name it. */
  boolean callsByHandle() {
    return constants.methods().stream().anyMatch(called -> called.owner().equals(HANDLE));
  }

  /** Whether nothing tells the implementation from the methods that convert for it. */
  boolean callsConversionsOnly() {
    return constants.methods().stream().allMatch(this::isConversion);
  }

  /** Whether it calls the site's implementation by name. */
  boolean calls(LambdaSite site) {
    boolean any = callsConversionsOnly();
    for (MethodReference called : constants.methods()) {
      if ((any || !isConversion(called))
          && called.name().equals(site.implName())
          && called.descriptor().equals(site.implType())
          && related(called.owner(), site.implOwner())) {
        return true;
      }
    }
    return false;
  }

  private boolean isConversion(MethodReference called) {
    return switch (called.owner()) {
      case "java/lang/Boolean",
          "java/lang/Character",
          "java/lang/Byte",
          "java/lang/Short",
          "java/lang/Integer",
          "java/lang/Long",
          "java/lang/Float",
          "java/lang/Double",
          "java/lang/Number" ->
          called.name().equals("valueOf") || called.name().endsWith("Value");
      case "java/lang/Object", "java/io/NotSerializableException" -> called.name().equals("<init>");
      default -> false;
    };
  }

  /** A method may be named by the class that inherits it or by the one that declares it. */
  private boolean related(String one, String other) {
    if (one.equals(other)) {
      return true;
    }
    try {
      Class<?> first = named(one);
      Class<?> second = named(other);
      return first.isAssignableFrom(second) || second.isAssignableFrom(first);
    } catch (ClassNotFoundException | LinkageError e) {
      return false; // the lambda's own is loaded
    }
  }

  private Class<?> named(String name) throws ClassNotFoundException {
    return Class.forName(name.replace('/', '.'), false, type.getClassLoader());
  }

  /** Whether the JVM made the other for an equal call site: all that they name is the same. */
  boolean isMadeAs(LambdaClass other) {
    return texts().equals(other.texts());
  }

  private List<String> texts() {
    List<String> texts = new ArrayList<>(constants.texts());
    String prefix =
        type.getName().substring(0, type.getName().lastIndexOf(SUFFIX)).replace('.', '/');
    texts.removeIf(text -> text.startsWith(prefix + SUFFIX));
    return texts;
  }

  private static String slashed(Class<?> type) {
    return type.getName().replace('.', '/');
  }
}
