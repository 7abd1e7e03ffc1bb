package io.procpool.runtime.manager;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The objects by number. One that sessions hold stays; one that none holds stays for a while, for
 * proxies on their way, and then as long as something in this process refers to it, such as another
 * managed object. Thread-safe.
 */
final class ObjectTable {

  private final long lingerNanos;
  private final Map<Long, Entry> entries = new ConcurrentHashMap<>();
  private final AtomicLong lastId = new AtomicLong();

  /** An object and who holds it; guarded by itself. */
  private static final class Entry {
    private final WeakReference<Served> served;

    @SuppressWarnings("UnusedVariable") // what it refers to stays reachable
    private @Nullable Served kept;

    private int holders;
    private long unheldSince = System.nanoTime();

    Entry(Served served) {
      this.served = new WeakReference<>(served);
      this.kept = served;
    }

    /** One more holds it; what that is, or null if it is gone. */
    synchronized @Nullable Served hold() {
      holders++;
      kept = served.get();
      return kept;
    }

    /** Undoes it. */
    synchronized @Nullable Served release() {
      holders--;
      unheldSince = System.nanoTime();
      return served.get();
    }

    /** Whether it is gone. */
    synchronized boolean sweep(long lingerNanos) {
      if (holders == 0 && System.nanoTime() - unheldSince >= lingerNanos) {
        kept = null;
      }
      return served.refersTo(null);
    }
  }

  ObjectTable(Duration linger) {
    lingerNanos = TimeUnit.NANOSECONDS.convert(linger); // at most 292 years
  }

  /** Takes an object in, held by nobody yet; its number. */
  long add(Served served) {
    long id = lastId.incrementAndGet();
    entries.put(id, new Entry(served));
    return id;
  }

  /**
   * The object of a number.
   *
   * @throws IllegalStateException if there is none any more
   */
  Served get(long id) {
    Entry entry = entries.get(id);
    Served served = entry == null ? null : entry.served.get();
    if (served == null) {
      throw new IllegalStateException(
          "a managed object is gone: id="
              + id
              + "; nothing held it for linger="
              + Duration.ofNanos(lingerNanos)
              + ": keep a proxy of it, or put it into another managed object");
    }
    return served;
  }

  /** Says that one more session has proxies; false if the object is gone. */
  boolean hold(long id, SessionLife session) {
    Entry entry = entries.get(id);
    Served served = entry == null ? null : entry.hold();
    if (served == null) {
      return false;
    }
    served.heldBy(session);
    return true;
  }

  /** Undoes {@link #hold}. */
  void release(long id, SessionLife session) {
    Entry entry = entries.get(id);
    Served served = entry == null ? null : entry.release();
    if (served != null) {
      served.releasedBy(session);
    }
  }

  /** Drops what nobody holds any more. */
  void sweep() {
    entries.values().removeIf(entry -> entry.sweep(lingerNanos));
  }

  /** How many there are. */
  int size() {
    return entries.size();
  }

  /** Those there are. */
  Stream<Served> all() {
    return entries.values().stream().map(entry -> entry.served.get()).filter(Objects::nonNull);
  }

  /** Forgets all. */
  void clear() {
    entries.clear();
  }
}
