package io.procpool.ipc.inside;

import static java.lang.invoke.MethodType.methodType;
import static java.util.Objects.requireNonNull;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles.Lookup;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The constants of a loaded class, as the JVM keeps them: all that tells of a hidden class, which
 * has no class file to be found.
 *
 * @param methods those it calls
 * @param texts all names and descriptors, in the order of its constant pool
 */
public record ClassConstants(List<MethodReference> methods, List<String> texts) {

  /**
   * A method that is called.
   *
   * @param owner its class, with slashes
   */
  public record MethodReference(String owner, String name, String descriptor) {}

  /** The constants of a class; null if {@link Insider} has no means. */
  public static @Nullable ClassConstants of(Class<?> type) {
    return Insider.lookupIn(type) == null ? null : Access.READER.read(type);
  }

  /** Made at first use, when there are means. */
  private static final class Access {
    static final Reader READER = new Reader();
  }

  /**
   * The methods of the JDK that read a constant pool, with its types as Object. The one that names
   * a constant's kind does not know all kinds; the one that numbers it does.
   */
  private static final class Reader {

    private static final byte TEXT = 1;
    private static final byte METHOD = 10;
    private static final byte INTERFACE_METHOD = 11;

    private final MethodHandle pool;
    private final MethodHandle inJvm;
    private final MethodHandle size;
    private final MethodHandle kind;
    private final MethodHandle member;
    private final MethodHandle text;

    Reader() {
      try {
        Class<?> secrets = Class.forName("jdk.internal.access.SharedSecrets");
        Class<?> access = Class.forName("jdk.internal.access.JavaLangAccess");
        Class<?> constants = Class.forName("jdk.internal.reflect.ConstantPool");
        Lookup jdk = requireNonNull(Insider.lookupIn(constants));
        Object lang =
            (Object)
                jdk.findStatic(secrets, "getJavaLangAccess", methodType(access))
                    .asType(methodType(Object.class))
                    .invokeExact();
        pool =
            jdk.findVirtual(access, "getConstantPool", methodType(constants, Class.class))
                .bindTo(lang)
                .asType(methodType(Object.class, Class.class));
        inJvm =
            jdk.findGetter(constants, "constantPoolOop", Object.class)
                .asType(methodType(Object.class, Object.class));
        size =
            jdk.findVirtual(constants, "getSize", methodType(int.class))
                .asType(methodType(int.class, Object.class));
        kind =
            jdk.findVirtual(constants, "getTagAt0", methodType(byte.class, Object.class, int.class))
                .asType(methodType(byte.class, Object.class, Object.class, int.class));
        member =
            jdk.findVirtual(constants, "getMemberRefInfoAt", methodType(String[].class, int.class))
                .asType(methodType(String[].class, Object.class, int.class));
        text =
            jdk.findVirtual(constants, "getUTF8At", methodType(String.class, int.class))
                .asType(methodType(String.class, Object.class, int.class));
      } catch (Throwable e) {
        throw new IllegalStateException("this JDK keeps its constant pools elsewhere: " + e, e);
      }
    }

    ClassConstants read(Class<?> type) {
      List<MethodReference> methods = new ArrayList<>();
      List<String> texts = new ArrayList<>();
      try {
        Object constants = (Object) pool.invokeExact(type);
        int count = (int) size.invokeExact(constants);
        Object jvms = (Object) inJvm.invokeExact(constants);
        for (int i = 1; i < count; i++) {
          byte is = (byte) kind.invokeExact(constants, jvms, i);
          if (is == TEXT) {
            texts.add((String) text.invokeExact(constants, i));
          } else if (is == METHOD || is == INTERFACE_METHOD) {
            String[] parts = (String[]) member.invokeExact(constants, i);
            methods.add(new MethodReference(parts[0], parts[1], parts[2]));
          }
        }
      } catch (Throwable e) {
        throw new IllegalStateException("constants of " + type.getName() + ": " + e, e);
      }
      return new ClassConstants(List.copyOf(methods), List.copyOf(texts));
    }
  }
}
