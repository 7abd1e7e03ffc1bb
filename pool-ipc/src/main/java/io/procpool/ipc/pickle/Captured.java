package io.procpool.ipc.pickle;

import io.procpool.ipc.inside.ClassConstants;
import io.procpool.ipc.inside.Insider;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a lambda has captured, for messages.
 *
 * @param place where the lambda is, such as {@code lambda at Report.java:40}
 * @param variables in order
 */
public record Captured(String place, List<Variable> variables) {

  /** Our own functions that hand on to a user's, which is meant then. */
  private static final String ADAPTERS = "io.procpool.runtime.wrapper.";

  /**
   * A captured variable.
   *
   * @param name as in the source, or its type where the class file does not tell
   */
  public record Variable(String name, @Nullable Object value) {}

  /** What a function has captured; null if it is no lambda, or none that can be looked into. */
  public static @Nullable Captured of(Object function) {
    Object lambda = function;
    while (LambdaClass.is(lambda.getClass())) {
      Seen seen = see(lambda);
      if (seen == null) {
        return null;
      }
      boolean adapter = seen.host.getName().startsWith(ADAPTERS) && seen.values.size() == 1;
      Object user = adapter ? seen.values.getFirst() : null;
      if (user == null) {
        return new Captured(LambdaPlace.of(seen.lambda, seen.host), seen.variables());
      }
      lambda = user;
    }
    return null;
  }

  /** The user's function in one of our own that hands on to it. */
  public static Object user(Object function) {
    if (LambdaClass.is(function.getClass())) {
      Seen seen = see(function);
      if (seen != null
          && seen.host.getName().startsWith(ADAPTERS)
          && seen.values.size() == 1
          && seen.values.getFirst() != null) {
        return user(seen.values.getFirst());
      }
    }
    return function;
  }

  private record Seen(SerializedLambda lambda, Class<?> host, List<@Nullable Object> values) {

    List<Variable> variables() {
      List<String> names = LambdaPlace.variables(lambda, host);
      List<Variable> variables = new ArrayList<>();
      for (int i = 0; i < values.size(); i++) {
        Object value = values.get(i);
        String type = value == null ? "null" : ShortName.of(value.getClass());
        variables.add(new Variable(i < names.size() ? names.get(i) : type, value));
      }
      return variables;
    }
  }

  private static @Nullable Seen see(Object lambda) {
    try {
      Class<?> type = lambda.getClass();
      Class<?> host = LambdaClass.host(type);
      MethodHandle writeReplace = SerialAccess.writeReplace(type);
      if (writeReplace != null) {
        return (Object) writeReplace.invokeExact(lambda) instanceof SerializedLambda described
            ? new Seen(described, host, values(described))
            : null;
      }
      Lookup lookup = Insider.lookupIn(type);
      ClassConstants constants = ClassConstants.of(type);
      if (lookup == null || constants == null) {
        return null;
      }
      LambdaClass known = new LambdaClass(type, constants);
      List<@Nullable Object> values = new ArrayList<>();
      for (Field field : known.captured()) {
        values.add(lookup.unreflectGetter(field).invoke(lambda));
      }
      return new Seen(LambdaFinder.find(type, host, known), host, values);
    } catch (Unsendable e) {
      return null; // no other process could make it, nor do we know what it is
    } catch (Throwable e) {
      throw new IllegalStateException("a lambda cannot be looked into: " + e, e);
    }
  }

  private static List<@Nullable Object> values(SerializedLambda described) {
    List<@Nullable Object> values = new ArrayList<>();
    for (int i = 0; i < described.getCapturedArgCount(); i++) {
      values.add(described.getCapturedArg(i));
    }
    return values;
  }
}
