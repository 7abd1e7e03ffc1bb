package io.procpool.ipc.queue;

import static java.util.Objects.requireNonNull;

import io.procpool.QueueEndedException;
import io.procpool.SharedQueue;
import io.procpool.SharedResourceException;
import io.procpool.ipc.memory.Attachments;
import io.procpool.ipc.memory.Party;
import io.procpool.ipc.memory.Segment;
import io.procpool.ipc.memory.SegmentDirectory;
import io.procpool.ipc.memory.SegmentObject;
import io.procpool.ipc.memory.SharedWords;
import io.procpool.ipc.pickle.ApplicationLoader;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A {@link SharedQueue} in a segment of its own.
 *
 * @param <E> the elements
 */
public final class SegmentQueue<E> implements SharedQueue<E>, SegmentObject {

  static final String KIND = "SharedQueue";

  private final Segment segment;
  private final Party party;
  private final Ring ring;
  private final Membership membership;
  private final ElementFiles files;
  private final Elements codec;
  private final PutEnd putEnd;
  private final TakeEnd takeEnd;
  private final DoneCount done;
  private final Signal elements;
  private final Signal room;

  /** What the last call used and the next one may; a call that finds none makes its own. */
  private final AtomicReference<@Nullable Outgoing> spareOutgoing = new AtomicReference<>();

  private final AtomicReference<@Nullable Incoming> spareIncoming = new AtomicReference<>();

  private volatile boolean closed;

  SegmentQueue(Segment segment, Party party) {
    this(segment, party, PutEnd.PATIENCE, ApplicationLoader.ofCaller());
  }

  /**
   * A queue.
   *
   * @param patience of puts with consumers that have ended
   * @param loader of elements' classes
   */
  SegmentQueue(Segment segment, Party party, Duration patience, ClassLoader loader) {
    this.segment = segment;
    this.party = party;
    SharedWords words = party.words(segment);
    files = new ElementFiles(segment.path(), party);
    ring = new Ring(words, files, party);
    membership = new Membership(words, ring.putLock(), party);
    codec = new Elements(files, ring, loader);
    elements = new Signal(words, QueueLayout.ELEMENTS_SIGNAL_OFFSET, party.parker());
    room = new Signal(words, QueueLayout.ROOM_SIGNAL_OFFSET, party.parker());
    putEnd = new PutEnd(ring, membership, elements, room, party.parker(), patience);
    takeEnd = new TakeEnd(ring, membership, elements, room, party.parker());
    done = new DoneCount(words, ring, party.parker());
    membership.enter();
  }

  /** A new queue, which this process owns; see {@link SharedQueue#create(int, long)}. */
  public static <E> SegmentQueue<E> create(int capacity, long ringBytes) {
    return Attachments.add(new SegmentQueue<>(newSegment(capacity, ringBytes), Party.current()));
  }

  /** This process's view of the queue in the file, the same object each time. */
  static SegmentQueue<?> attach(Path path, ClassLoader loader) {
    return (SegmentQueue<?>)
        Attachments.find(
            path,
            () ->
                new SegmentQueue<>(
                    checked(Segment.attach(path, KIND)), Party.current(), PutEnd.PATIENCE, loader));
  }

  static Segment newSegment(int capacity, long ringBytes) {
    requireWithin("capacity", capacity, 1, MAX_CAPACITY);
    requireWithin("ringBytes", ringBytes, MIN_RING_BYTES, MAX_RING_BYTES);
    long rounded = Long.highestOneBit(2 * ringBytes - 1);
    Segment segment = SegmentDirectory.current().create(KIND, QueueLayout.RING_OFFSET + rounded);
    segment.memory().set(ValueLayout.JAVA_LONG, QueueLayout.CAPACITY_OFFSET, capacity);
    segment.memory().set(ValueLayout.JAVA_LONG, QueueLayout.RING_BYTES_OFFSET, rounded);
    return segment;
  }

  @Override
  public void put(E element) throws InterruptedException {
    offer(element, Long.MAX_VALUE);
  }

  @Override
  public void putAll(Collection<? extends E> all) throws InterruptedException {
    Outgoing records = outgoing();
    try {
      membership.requireWriter();
      for (E element : all) {
        codec.write(element, records);
      }
      requireNotInterrupted();
      putEnd.put(records, Long.MAX_VALUE);
    } catch (QueueEndedException ended) {
      requireOpen();
      throw ended;
    } finally {
      release(records);
    }
  }

  @Override
  public boolean offer(E element) {
    Outgoing records = outgoing();
    try {
      membership.requireWriter();
      codec.write(element, records);
      return putEnd.offer(records);
    } finally {
      release(records);
    }
  }

  @Override
  public boolean offer(E element, Duration timeout) throws InterruptedException {
    return offer(element, TimeUnit.NANOSECONDS.convert(timeout));
  }

  @Override
  public boolean offer(E element, long timeout, TimeUnit unit) throws InterruptedException {
    return offer(element, unit.toNanos(timeout));
  }

  @Override
  public E take() throws InterruptedException {
    return requireNonNull(poll(Long.MAX_VALUE));
  }

  @Override
  public @Nullable E poll() {
    Incoming records = incoming();
    try {
      return takeEnd.poll(records, 1) == 0 ? null : cast(codec.readOne(records));
    } finally {
      release(records);
    }
  }

  @Override
  public @Nullable E poll(Duration timeout) throws InterruptedException {
    return poll(TimeUnit.NANOSECONDS.convert(timeout));
  }

  @Override
  public @Nullable E poll(long timeout, TimeUnit unit) throws InterruptedException {
    return poll(unit.toNanos(timeout));
  }

  @Override
  public @Nullable E peek() {
    Incoming records = incoming();
    try {
      return ring.peek(records) ? cast(codec.peekOne(records)) : null;
    } finally {
      release(records);
    }
  }

  @Override
  public int drainTo(Collection<? super E> to, int maxElements) {
    requireNonNull(to, "to");
    int added = 0;
    for (int left = maxElements; left > 0; ) {
      Incoming records = incoming();
      try {
        int taken = takeEnd.poll(records, left);
        if (taken == 0) {
          break;
        }
        left -= taken;
        codec.readAll(records, element -> to.add(cast(element)));
        added += taken;
      } finally {
        release(records);
      }
    }
    return added;
  }

  @Override
  public int size() {
    return ring.size();
  }

  @Override
  public int capacity() {
    return ring.capacity();
  }

  @Override
  public void shutdown() {
    membership.shutDown();
    wakeAll();
  }

  @Override
  public boolean hasEnded() {
    return membership.hasEnded();
  }

  @Override
  public void endWriting() {
    membership.endWriting();
    wakeAll();
  }

  @Override
  public int writers() {
    return membership.writers();
  }

  @Override
  public void taskDone() {
    done.add();
  }

  @Override
  public void join() throws InterruptedException {
    done.await(Long.MAX_VALUE);
  }

  @Override
  public boolean join(Duration timeout) throws InterruptedException {
    return done.await(TimeUnit.NANOSECONDS.convert(timeout));
  }

  @Override
  public Segment segment() {
    return segment;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Ticket ticket() {
    return new QueueTicket(segment.path().toString());
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      Attachments.remove(segment.path());
      boolean last = membership.leave();
      wakeAll();
      if (last) {
        files.deleteAll();
      }
      Closing.unmap(segment, party);
    }
  }

  @Override
  public String toString() {
    return segment.shown("SharedQueue", () -> "size=%d, capacity=%d".formatted(size(), capacity()));
  }

  private boolean offer(E element, long timeoutNanos) throws InterruptedException {
    requireNotInterrupted();
    Outgoing records = outgoing();
    try {
      membership.requireWriter();
      codec.write(element, records);
      return putEnd.put(records, timeoutNanos);
    } catch (QueueEndedException ended) {
      requireOpen();
      throw ended;
    } finally {
      release(records);
    }
  }

  private @Nullable E poll(long timeoutNanos) throws InterruptedException {
    requireNotInterrupted();
    Incoming records = incoming();
    try {
      return takeEnd.take(records, timeoutNanos) ? cast(codec.readOne(records)) : null;
    } catch (QueueEndedException ended) {
      requireOpen(); // closing takes the last writer away before the memory goes
      throw ended;
    } finally {
      release(records);
    }
  }

  private void wakeAll() {
    elements.wakeAll();
    room.wakeAll();
  }

  private Outgoing outgoing() {
    requireOpen();
    Outgoing spare = spareOutgoing.getAndSet(null);
    return spare == null ? new Outgoing() : spare;
  }

  private void release(Outgoing records) {
    codec.discard(records);
    if (records.clear()) {
      spareOutgoing.setRelease(records);
    }
  }

  private Incoming incoming() {
    requireOpen();
    Incoming spare = spareIncoming.getAndSet(null);
    return spare == null ? new Incoming() : spare;
  }

  private void release(Incoming records) {
    if (records.clear()) {
      spareIncoming.setRelease(records);
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the queue is closed in this process: " + segment.path());
    }
  }

  @SuppressWarnings("unchecked") // whoever put it had the same E
  private E cast(Object element) {
    return (E) element;
  }

  private static void requireNotInterrupted() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  private static void requireWithin(String name, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + " must be within " + least + " and " + most + ": " + value);
    }
  }

  /** The way to a queue's file. */
  record QueueTicket(String path) implements Ticket {

    @Override
    public Object redeem() {
      return redeem(ApplicationLoader.own());
    }

    @Override
    public Object redeem(ClassLoader loader) {
      return attach(Path.of(path), loader);
    }
  }

  /** Says no to a file that was made by another layout. */
  private static Segment checked(Segment segment) {
    long ringBytes = segment.memory().get(ValueLayout.JAVA_LONG, QueueLayout.RING_BYTES_OFFSET);
    if (segment.bytes() != QueueLayout.RING_OFFSET + ringBytes || Long.bitCount(ringBytes) != 1) {
      segment.close();
      throw new SharedResourceException(
          "not a queue: path=%s bytes=%d ringBytes=%d"
              .formatted(segment.path(), segment.bytes(), ringBytes),
          null);
    }
    return segment;
  }
}
