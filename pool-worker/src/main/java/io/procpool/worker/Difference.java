package io.procpool.worker;

import io.procpool.ipc.pickle.Captured;
import io.procpool.ipc.pickle.ShortName;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The first difference of two graphs of objects, in words: where it is, and what was and is there.
 */
final class Difference {

  private static final int MAX_TEXT = 60;
  private static final int MAX_LEVELS = 200;

  private final Set<Object> visited = Collections.newSetFromMap(new IdentityHashMap<>());

  private Difference() {}

  /** Such as {@code ArrayList.size 0 -> 1}; null if none is found. */
  static @Nullable String find(@Nullable Object old, @Nullable Object now) {
    return new Difference().between(old, now, "", 0);
  }

  private @Nullable String between(
      @Nullable Object old, @Nullable Object now, String path, int level) {
    if (old == now || level > MAX_LEVELS) {
      return null;
    }
    if (old == null || now == null) {
      return change(old, now, path);
    }
    Captured captured = Captured.of(now);
    if (captured == null && old.getClass() != now.getClass()) {
      return change(old, now, path);
    }
    if (!visited.add(now)) {
      return null;
    }
    if (captured != null) { // each copy's class may be its own
      return ofLambdas(old, now, captured, path, level);
    }
    return switch (now) {
      case Collection<?> collection -> ofCollections((Collection<?>) old, collection, path, level);
      case Map<?, ?> map -> ofMaps((Map<?, ?>) old, map, path, level);
      case Object array when array.getClass().isArray() -> ofArrays(old, array, path, level);
      default -> ofObjects(old, now, path, level);
    };
  }

  private static String change(@Nullable Object old, @Nullable Object now, String path) {
    return path + (path.isEmpty() ? "" : " ") + text(old) + " -> " + text(now);
  }

  private @Nullable String ofLambdas(
      Object old, Object now, Captured after, String path, int level) {
    Captured before = Captured.of(old);
    if (before == null || !before.place().equals(after.place())) {
      return change(old, now, path);
    }
    for (int i = 0; i < after.variables().size(); i++) {
      Captured.Variable variable = after.variables().get(i);
      String found =
          between(
              before.variables().get(i).value(),
              variable.value(),
              join(path, "captured " + variable.name() + ": "),
              level + 1);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private @Nullable String ofCollections(
      Collection<?> old, Collection<?> now, String path, int level) {
    String type = ShortName.of(now.getClass());
    if (old.size() != now.size()) {
      return join(path, type) + ".size " + old.size() + " -> " + now.size();
    }
    if (now instanceof Set) {
      return old.containsAll(now) ? null : join(path, type) + " has other elements";
    }
    List<@Nullable Object> before = new ArrayList<>(old);
    List<@Nullable Object> after = new ArrayList<>(now);
    for (int i = 0; i < after.size(); i++) {
      String found =
          between(before.get(i), after.get(i), join(path, type) + "[" + i + "]", level + 1);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private @Nullable String ofMaps(Map<?, ?> old, Map<?, ?> now, String path, int level) {
    String type = ShortName.of(now.getClass());
    if (old.size() != now.size()) {
      return join(path, type) + ".size " + old.size() + " -> " + now.size();
    }
    for (Map.Entry<?, ?> entry : now.entrySet()) {
      Object key = entry.getKey();
      String at = join(path, type) + "[" + text(key) + "]";
      String found = between(old.get(key), entry.getValue(), at, level + 1);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private @Nullable String ofArrays(Object old, Object now, String path, int level) {
    int length = Array.getLength(now);
    String type = ShortName.of(now.getClass().getComponentType());
    if (Array.getLength(old) != length) {
      return join(path, type) + "[].length " + Array.getLength(old) + " -> " + length;
    }
    for (int i = 0; i < length; i++) {
      String at = join(path, type) + "[" + i + "]";
      String found = between(Array.get(old, i), Array.get(now, i), at, level + 1);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private @Nullable String ofObjects(Object old, Object now, String path, int level) {
    if (isValue(now)) {
      return old.equals(now) ? null : change(old, now, path);
    }
    for (Class<?> type = now.getClass(); type != null; type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        int modifiers = field.getModifiers();
        if (Modifier.isStatic(modifiers) || Modifier.isTransient(modifiers)) {
          continue;
        }
        if (!field.trySetAccessible()) {
          return byText(old, now, path);
        }
        String at = join(path, ShortName.of(type)) + "." + field.getName();
        String found = between(get(field, old), get(field, now), at, level + 1);
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  /** Of objects of a closed module, such as atomics. */
  private static @Nullable String byText(Object old, Object now, String path) {
    return Objects.equals(text(old), text(now))
        ? null
        : join(path, ShortName.of(now.getClass())) + " " + text(old) + " -> " + text(now);
  }

  private static @Nullable Object get(Field field, Object holder) {
    try {
      return field.get(holder);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(field + " was made accessible", e);
    }
  }

  private static boolean isValue(Object object) {
    return switch (object) {
      case String _, Character _, Boolean _, Enum<?> _, Class<?> _ -> true;
      case Number _ -> object.getClass().getPackageName().startsWith("java.lang");
      default -> object.getClass().getPackageName().equals("java.time");
    };
  }

  private static String join(String path, String next) {
    return path.isEmpty() || path.endsWith(" ") ? path + next : path + ": " + next;
  }

  private static String text(@Nullable Object value) {
    String text = value instanceof String string ? '"' + string + '"' : String.valueOf(value);
    return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "...";
  }
}
