package io.procpool.ipc.pickle;

import com.esotericsoftware.kryo.util.MapReferenceResolver;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

  /** Stands for an object that is made when its parts are whole. */
  private static final Object MADE_LATER = new Object();

  private static final int NONE = -1;

  private final Map<Integer, List<Consumer<@Nullable Object>>> waiting = new HashMap<>();
  private final Wholeness wholeness = new Wholeness();
  private final LateFillings late = new LateFillings();
  private boolean partial;
  private int identities;
  private boolean lastMayBeMissing;
  private boolean standsIn;
  private boolean lastStandsIn;
  private final Set<Integer> madeLater = new HashSet<>();
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

  /** The number of the object that is missing, or -1. */
  int missing() {
    return missing;
  }

  /** The number of the object that was missing, or -1; asked once. */
  int takeMissing() {
    int id = missing;
    missing = NONE;
    return id;
  }

  /** Whoever reads this object gets null for now: it was asked by {@link #lastMayBeMissing}. */
  void reportMissing(int id) {
    missing = id;
  }

  /** Runs {@code patch} as soon as the object of this number exists. */
  void whenRead(int id, Consumer<@Nullable Object> patch) {
    waiting.computeIfAbsent(id, _ -> new ArrayList<>()).add(patch);
  }

  /** The number of the next object. */
  int nextId() {
    return readObjects.size();
  }

  /**
   * The reading of what began with this number ends; gives whether an object was read that is whole
   * now, with all that it leads to.
   */
  boolean left(int id) {
    if (id == readObjects.size()) { // null, a reference or without a number
      return false;
    }
    partial = !wholeness.end(id);
    return !partial;
  }

  /** An object that waits for its parts, as somebody cannot wait for it; null if it is none. */
  @Nullable Object madeNow(int id) {
    if (madeLater.contains(id)) {
      late.makeNow();
    }
    return readObjects.get(id);
  }

  /** What is filled once its elements are whole. */
  LateFillings late() {
    return late;
  }

  /** Nothing was read yet of the object that comes next. */
  void entered() {
    partial = false;
  }

  /** Whether what was read last leads to an object that is still being read. */
  boolean isPartial() {
    return partial;
  }

  /** Whether an object that is being read leads to one that was begun before it. */
  boolean leadsBack(int id) {
    return wholeness.leadsBack(id);
  }

  /** Whether the object whose serializer has just been called may be {@link #reportMissing}. */
  boolean lastMayBeMissing() {
    return lastMayBeMissing;
  }

  /** The object that is read next stands in for another that may be {@link #reportMissing}. */
  void standsIn() {
    standsIn = true;
  }

  /** Whether the object whose serializer has just been called is a stand-in that may wait. */
  boolean lastStandsIn() {
    return lastStandsIn;
  }

  /** An object that was read since, or null. */
  @Nullable Object object(int id) {
    Object object = readObjects.get(id);
    return object == RESOLVED_TO_NULL ? null : object;
  }

  /** What stands for an object that is made later in Kryo's reference(). */
  static Object madeLater() {
    return MADE_LATER;
  }

  /** The number of the object whose serializer has just been called. */
  int lastId() {
    return readObjects.size() - 1;
  }

  /** An object of which the hash code is another in each process was written or read. */
  void countIdentity() {
    identities++;
  }

  /** Changes with each such object, and each reference to what may be one. */
  int identities() {
    return identities;
  }

  /** What stands for null in {@link com.esotericsoftware.kryo.Kryo#reference}. */
  static Object resolvedToNull() {
    return RESOLVED_TO_NULL;
  }

  @Override
  public int getWrittenId(Object object) {
    int id = super.getWrittenId(object);
    if (id >= 0) {
      identities++;
    }
    return id;
  }

  @Override
  @SuppressWarnings("rawtypes") // as Kryo declares it
  public int nextReadId(Class type) {
    lastMayBeMissing = mayBeMissing;
    mayBeMissing = false;
    lastStandsIn = standsIn;
    standsIn = false;
    int id = super.nextReadId(type);
    if (type != String.class) {
      wholeness.begin(id);
    }
    return id;
  }

  @Override
  @SuppressWarnings("rawtypes") // as Kryo declares it
  public @Nullable Object getReadObject(Class type, int id) {
    Object object = readObjects.get(id);
    if (object == null && !mayBeMissing) {
      object = madeNow(id);
    }
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
    identities++;
    wholeness.refer(id);
    partial = wholeness.isPartial(id);
    return object == RESOLVED_TO_NULL ? null : object;
  }

  @Override
  @SuppressWarnings("NullAway") // as Kryo itself does for what is not there yet
  public void setReadObject(int id, Object object) {
    if (object == MADE_LATER) {
      readObjects.set(id, null);
      madeLater.add(id);
      return;
    }
    super.setReadObject(id, object);
    if (!waiting.isEmpty()) {
      List<Consumer<@Nullable Object>> patches =
          madeLater.contains(id) ? waiting.get(id) : waiting.remove(id); // it may be made again
      if (patches != null) {
        Object made = object == RESOLVED_TO_NULL ? null : object;
        patches.forEach(patch -> patch.accept(made));
      }
    }
  }

  @Override
  public void reset() {
    super.reset();
    waiting.clear();
    late.clear();
    madeLater.clear();
    standsIn = false;
    wholeness.clear();
    partial = false;
  }

  /** As Kryo's, and class literals: their numbers are as short as a reference. */
  @Override
  @SuppressWarnings("rawtypes") // as Kryo declares it
  public boolean useReferences(Class type) {
    return type != Class.class && super.useReferences(type);
  }
}
