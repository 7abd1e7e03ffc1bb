package io.procpool.ipc.pickle;

import com.esotericsoftware.kryo.util.MapReferenceResolver;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Numbers the objects of a graph. A reference may be read before its object exists: records,
 * lambdas and replaced objects are built after their parts, and a part may refer to the whole. Then
 * whoever can put the object in later says so; everybody else gets an error, never null.
 */
final class GraphReferences extends MapReferenceResolver {

  /** Stands for an object whose readResolve gave null. */
  private static final Object RESOLVED_TO_NULL = new Object();

  private static final int NONE = -1;

  private final Map<Integer, List<Consumer<Object>>> waiting = new HashMap<>();
  private boolean mayBeMissing;
  private int missing = NONE;

  /** The next reference that is read may be missing: ask {@link #takeMissing} if it is null. */
  void allowMissing() {
    mayBeMissing = true;
    missing = NONE;
  }

  void forbidMissing() {
    mayBeMissing = false;
  }

  /** The number of the object that was missing, or -1. */
  int takeMissing() {
    int id = missing;
    missing = NONE;
    return id;
  }

  /** Runs {@code patch} as soon as the object of this number exists. */
  void whenRead(int id, Consumer<Object> patch) {
    waiting.computeIfAbsent(id, _ -> new ArrayList<>()).add(patch);
  }

  /** The number of the object whose serializer has just been called. */
  int lastId() {
    return readObjects.size() - 1;
  }

  /** What stands for null in {@link com.esotericsoftware.kryo.Kryo#reference}. */
  static Object resolvedToNull() {
    return RESOLVED_TO_NULL;
  }

  @Override
  @SuppressWarnings("rawtypes") // as Kryo declares it
  public int nextReadId(Class type) {
    mayBeMissing = false;
    return super.nextReadId(type);
  }

  @Override
  @SuppressWarnings("rawtypes") // as Kryo declares it
  public @Nullable Object getReadObject(Class type, int id) {
    Object object = readObjects.get(id);
    if (object == null) {
      if (!mayBeMissing) {
        throw new IllegalStateException(
            "an object refers back to one that is rebuilt from it (a record, a lambda, or the"
                + " result of writeReplace or readResolve), at a place that cannot be filled in"
                + " later");
      }
      missing = id;
    }
    mayBeMissing = false;
    return object == RESOLVED_TO_NULL ? null : object;
  }

  @Override
  public void setReadObject(int id, Object object) {
    super.setReadObject(id, object);
    if (!waiting.isEmpty()) {
      List<Consumer<Object>> patches = waiting.remove(id);
      if (patches != null) {
        patches.forEach(patch -> patch.accept(object));
      }
    }
  }

  @Override
  public void reset() {
    super.reset();
    waiting.clear();
  }

  /** As Kryo's, and class literals: their numbers are as short as a reference. */
  @Override
  @SuppressWarnings("rawtypes") // as Kryo declares it
  public boolean useReferences(Class type) {
    return type != Class.class && super.useReferences(type);
  }
}
