package io.procpool.ipc.pickle;

import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.IdentityHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * What a collection's readObject was given, so that it can run again once all of that is whole: the
 * JDK's collections hash or sort their elements there.
 */
final class HookRecord {

  /** A readObject of the JDK needs an object that is not whole yet: it is run later. */
  static final class NotYet extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private NotYet() {
      super("not yet", null, false, false);
    }
  }

  /**
   * What a readObject asks of the objects that it gets. Those of the JDK read numbers first, then
   * nothing but objects to the end.
   */
  enum Kind {
    /** Keys and values in turn: the keys' hash codes. */
    HASH_KEYS(ElementsFilling.Check.HASH, 2),
    HASH_ELEMENTS(ElementsFilling.Check.HASH, 1),
    HEAP(ElementsFilling.Check.HEAP, 1),
    /** The keys' order, which it only checks: it must not run twice. */
    SORTED_KEYS(ElementsFilling.Check.ONCE, 2),
    /** That they are there. */
    PLAIN(ElementsFilling.Check.NONE, 0),
    /** Not the JDK's: nobody knows. It runs at once, and again if what it made is not right. */
    FOREIGN(ElementsFilling.Check.NONE, 0);

    private final ElementsFilling.Check check;
    private final int step;

    Kind(ElementsFilling.Check check, int step) {
      this.check = check;
      this.step = step;
    }
  }

  private static final Map<Class<? extends Serializable>, Kind> JDKS =
      Map.ofEntries(
          Map.entry(HashMap.class, Kind.HASH_KEYS),
          Map.entry(Hashtable.class, Kind.HASH_KEYS),
          Map.entry(ConcurrentHashMap.class, Kind.HASH_KEYS),
          Map.entry(HashSet.class, Kind.HASH_ELEMENTS),
          Map.entry(PriorityQueue.class, Kind.HEAP),
          Map.entry(ConcurrentSkipListMap.class, Kind.SORTED_KEYS),
          Map.entry(TreeMap.class, Kind.PLAIN),
          Map.entry(IdentityHashMap.class, Kind.PLAIN),
          Map.entry(ArrayList.class, Kind.PLAIN),
          Map.entry(LinkedList.class, Kind.PLAIN),
          Map.entry(ArrayDeque.class, Kind.PLAIN),
          Map.entry(CopyOnWriteArrayList.class, Kind.PLAIN));

  private final Kind kind;
  private final int end;
  private final List<@Nullable Object> given = new ArrayList<>();
  private int @Nullable [] ends;
  private int fields;
  private int replayed = -1;
  private boolean partial;
  private @Nullable Filling filling;

  /**
   * A record of one run.
   *
   * @param end where the data of the object's own code ends
   */
  HookRecord(Kind kind, int end) {
    this.kind = kind;
    this.end = end;
  }

  /** The kind of a class that has a readObject; null if what it reads need not be recorded. */
  static @Nullable Kind kind(Class<?> type) {
    Kind jdks = type.getName().equals("java.util.CollSer") ? Kind.PLAIN : JDKS.get(type);
    return jdks != null || SerializerChoice.isJdk(type) || !isCollection(type)
        ? jdks
        : Kind.FOREIGN;
  }

  /** Whether objects of a class can be asked for what is in them. */
  static boolean isCollection(Class<?> type) {
    return Collection.class.isAssignableFrom(type)
        || Map.class.isAssignableFrom(type)
        || HashCheck.hasMapView(type);
  }

  /** Whether its readObject can be run later: what it reads after fields is objects alone. */
  boolean canWait() {
    return kind != Kind.FOREIGN;
  }

  /** Whether it was given an object that was not whole. */
  boolean wasPartial() {
    return partial;
  }

  /**
   * The next object among the default fields.
   *
   * @param fillable whether the field can be set later, should the object be missing
   */
  @Nullable Object nextField(PickleKryo kryo, PickleInput input, boolean fillable) {
    if (replayed >= 0) {
      return replay(input);
    }
    Object field = read(kryo, input, fillable);
    noteEnd(input);
    fields = given.size();
    return field;
  }

  /**
   * The next object that the class's own code writes.
   *
   * @throws NotYet if it is not whole, and asked for more than to be there
   */
  @Nullable Object next(PickleKryo kryo, PickleInput input) {
    if (replayed >= 0) {
      return replay(input);
    }
    if (kind == Kind.SORTED_KEYS) {
      throw new NotYet(); // it would count those that it has seen so far
    }
    int index = given.size() - fields;
    Object object = read(kryo, input, canWait());
    if (kind == Kind.FOREIGN) {
      noteEnd(input);
    }
    if (canWait() && kryo.references().isPartial()) {
      boolean missing = object == null && kryo.references().takeMissing() >= 0;
      if (missing || (kind.step > 0 && index % kind.step == 0)) {
        throw new NotYet();
      }
    }
    return object;
  }

  private @Nullable Object replay(PickleInput input) {
    int index = replayed++;
    if (ends != null && index < ends.length && ends[index] > 0) {
      input.setPosition(ends[index]);
    } else if (index == given.size() - 1) {
      input.setPosition(end); // of the JDK's: there is nothing but objects
    }
    return given.get(index);
  }

  private @Nullable Object read(PickleKryo kryo, PickleInput input, boolean mayBeMissing) {
    int index = given.size();
    Object object = mayBeMissing ? kryo.readChild(input) : kryo.readClassAndObject(input);
    given.add(object);
    if (kryo.references().isPartial()) {
      partial = true;
      int missing = object == null && mayBeMissing ? kryo.references().missing() : -1;
      if (missing >= 0) {
        kryo.references().whenRead(missing, read -> put(index, read));
      }
    }
    return object;
  }

  /** Numbers may follow the last object. */
  private void noteEnd(PickleInput input) {
    int index = given.size() - 1;
    if (ends == null) {
      ends = new int[16];
    } else if (index >= ends.length) {
      ends = Arrays.copyOf(ends, 2 * index);
    }
    ends[index] = input.position();
  }

  private void put(int index, @Nullable Object object) {
    given.set(index, object);
    if (filling != null) {
      filling.spoil();
    }
  }

  /** Reads the rest, which is to be had later. */
  void readRest(PickleKryo kryo, PickleInput input, int end) {
    while (input.position() < end) {
      read(kryo, input, true);
      kryo.references().takeMissing();
    }
  }

  /**
   * What runs the readObject again.
   *
   * @param start where its data begins
   */
  Filling filling(Object object, PickleInput input, int start, StreamSection.Body again) {
    Runnable replay =
        () -> {
          int position = input.position();
          input.setPosition(start);
          replayed = 0;
          try {
            StreamSection.run(again);
          } finally {
            input.setPosition(position);
          }
        };
    Filling made =
        kind == Kind.FOREIGN
            ? new HashCheck(object, replay)
            : new ElementsFilling(
                object,
                kind.check,
                given.subList(fields, given.size()),
                Math.max(1, kind.step),
                replay::run);
    filling = made;
    return made;
  }
}
