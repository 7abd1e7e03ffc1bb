package io.procpool.ipc.inside;

import io.procpool.ipc.posix.Posix;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.reflect.Field;
import org.jspecify.annotations.Nullable;

/**
 * By what the lookup that may do everything is had. An option that is there already comes first;
 * native access costs a class more, but is what procpool's users enable anyway.
 */
final class Means {

  private static final String ACCESS = "jdk.internal.access";

  /** No second try, which would come to the same. */
  private static boolean gateTried;

  private Means() {}

  /** The lookup, or null if the JVM gives us no means. */
  static @Nullable Lookup find() {
    try {
      Field field = Lookup.class.getDeclaredField("IMPL_LOOKUP");
      if (field.trySetAccessible()) { // --add-opens java.base/java.lang.invoke, as for Spark
        return (Lookup) field.get(null);
      }
      if (Object.class.getModule().isExported(ACCESS, Means.class.getModule())) {
        return byAccess(field);
      }
    } catch (ReflectiveOperationException e) {
      return byGate(); // a JDK that has them elsewhere
    }
    return byGate();
  }

  private static @Nullable Lookup byAccess(Field field) throws ReflectiveOperationException {
    Class<?> secrets = Class.forName(ACCESS + ".SharedSecrets");
    Object access = secrets.getMethod("getJavaLangInvokeAccess").invoke(null);
    MethodHandle getter =
        (MethodHandle)
            Class.forName(ACCESS + ".JavaLangInvokeAccess")
                .getMethod("unreflectField", Field.class, boolean.class)
                .invoke(access, field, false);
    return lookupOf(getter);
  }

  private static synchronized @Nullable Lookup byGate() {
    if (gateTried || !Posix.available()) {
      return null;
    }
    gateTried = true;
    MethodHandle gate = Gate.open();
    return gate == null ? null : lookupOf(gate);
  }

  private static Lookup lookupOf(MethodHandle giver) throws IllegalStateException {
    try {
      return (Lookup) giver.invokeExact();
    } catch (Throwable e) {
      throw new IllegalStateException("the JDK does not give its lookup: " + e, e);
    }
  }
}
