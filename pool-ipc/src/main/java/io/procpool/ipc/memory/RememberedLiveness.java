package io.procpool.ipc.memory;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;

/**
 * Asks the operating system, and remembers for {@value #FRESH_MICROS} us that a process was alive,
 * so that whoever asks in a loop does not read {@code /proc} each time. A death is therefore
 * noticed that much later at most.
 */
final class RememberedLiveness implements Liveness {

  static final RememberedLiveness INSTANCE = new RememberedLiveness();

  static final long FRESH_MICROS = 1_000;

  /** More processes than this are forgotten at once. */
  private static final int MAX_REMEMBERED = 1_024;

  private static final long FRESH_NANOS = TimeUnit.MICROSECONDS.toNanos(FRESH_MICROS);

  private final ConcurrentMap<Long, Long> seenAliveAtNanos = new ConcurrentHashMap<>();

  private RememberedLiveness() {}

  @Override
  public boolean isAlive(long identity) {
    if (identity == ProcessIdentity.current().packed()) {
      return true;
    }
    long now = System.nanoTime();
    Long seen = seenAliveAtNanos.get(identity);
    return (seen != null && now - seen < FRESH_NANOS) || look(identity, now);
  }

  private boolean look(long identity, long now) {
    boolean alive = ProcessIdentity.unpacked(identity).isAlive();
    if (alive) {
      if (seenAliveAtNanos.size() >= MAX_REMEMBERED) {
        seenAliveAtNanos.clear();
      }
      seenAliveAtNanos.put(identity, now);
    } else {
      seenAliveAtNanos.remove(identity);
    }
    return alive;
  }
}
