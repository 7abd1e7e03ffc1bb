package io.procpool.ipc.memory;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A process that is only simulated, so that it can die at any access to shared memory: before its
 * n-th one it throws {@link Death}, and so does each one after that, so that no finally block can
 * tidy up, as with SIGKILL. What it wrote before stays. One thread plays it.
 */
public final class Mortal {

  private static final AtomicLong NEXT_START = new AtomicLong(1);

  /** The dead, as {@link #party} sees them. */
  private static final Set<Long> DEAD = ConcurrentHashMap.newKeySet();

  private final long identity = new ProcessIdentity(1, NEXT_START.getAndIncrement()).packed();
  private final AtomicInteger accessesLeft;
  private boolean tookOver;

  private Mortal(int accesses) {
    accessesLeft = new AtomicInteger(accesses);
  }

  public static Mortal diesBefore(int access) {
    return new Mortal(access - 1);
  }

  public static Mortal livesOn() {
    return new Mortal(Integer.MAX_VALUE);
  }

  /** From now on it has that many accesses left. */
  public void leave(int accesses) {
    accessesLeft.set(accesses);
  }

  /** What the process is made of. */
  public Party party() {
    return new Party(
        identity, other -> !DEAD.contains(other), BackoffParker.INSTANCE, MortalWords::new);
  }

  /** Plays the process until its end; true if it died. */
  public boolean diesIn(Life life) throws Exception {
    try {
      life.live();
      return false;
    } catch (Death end) {
      DEAD.add(identity);
      return true;
    }
  }

  /** Ends at once. */
  public static void die() {
    throw new Death();
  }

  /** Whether the last word it took, it took from a dead one. */
  public boolean tookOver() {
    return tookOver;
  }

  public long identity() {
    return identity;
  }

  private void access() {
    if (accessesLeft.get() <= 0) {
      throw new Death();
    }
    accessesLeft.decrementAndGet();
  }

  /** What the process does. */
  public interface Life {
    void live() throws Exception;
  }

  /** The simulated SIGKILL. */
  public static final class Death extends Error {
    private static final long serialVersionUID = 1L;

    Death() {
      super("simulated", null, false, false);
    }
  }

  private final class MortalWords extends SharedWords {

    MortalWords(Segment segment) {
      super(segment);
    }

    @Override
    public long get(long offset) {
      access();
      return super.get(offset);
    }

    @Override
    public void set(long offset, long value) {
      access();
      super.set(offset, value);
    }

    @Override
    public boolean compareAndSet(long offset, long expected, long value) {
      access();
      boolean done = super.compareAndSet(offset, expected, value);
      if (done && LockLayout.holder(expected) != identity) {
        tookOver = DEAD.contains(LockLayout.holder(expected));
      }
      return done;
    }

    @Override
    public long getAndSet(long offset, long value) {
      access();
      return super.getAndSet(offset, value);
    }

    @Override
    public void setOrdered(long offset, long value) {
      access();
      super.setOrdered(offset, value);
    }

    @Override
    public long getOrdered(long offset) {
      access();
      return super.getOrdered(offset);
    }

    /** Two accesses: it may die with half of the bytes written. */
    @Override
    public void copyIn(byte[] from, int fromOffset, long offset, int count) {
      access();
      int half = count / 2;
      super.copyIn(from, fromOffset, offset, half);
      access();
      super.copyIn(from, fromOffset + half, offset + half, count - half);
    }

    @Override
    public void copyOut(long offset, byte[] to, int toOffset, int count) {
      access();
      super.copyOut(offset, to, toOffset, count);
    }
  }
}
