package io.procpool.ipc.memory;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The shared objects of this process by the file behind them, so that one that arrives twice is
 * mapped once and is one object. Does not keep them: what nobody else refers to is dropped. Any
 * thread may call.
 */
public final class Attachments {

  private static final ConcurrentMap<Path, Attachment> BY_PATH = new ConcurrentHashMap<>();
  private static final ReferenceQueue<SegmentObject> DROPPED = new ReferenceQueue<>();

  private Attachments() {}

  /** Makes a new object known. */
  public static <T extends SegmentObject> T add(T object) {
    forgetDropped();
    Path path = object.segment().path();
    BY_PATH.put(path, new Attachment(path, object));
    return object;
  }

  /** The object for the path, attached now if it is not known. */
  public static SegmentObject find(Path path, Supplier<? extends SegmentObject> attach) {
    forgetDropped();
    // One mapping per path, whoever else asks at this moment: the map runs this once at a time.
    SegmentObject[] found = new SegmentObject[1];
    BY_PATH.compute(
        path,
        (key, known) -> {
          SegmentObject living = known == null ? null : known.get();
          found[0] = living == null ? attach.get() : living;
          return living == null ? new Attachment(path, found[0]) : known;
        });
    return found[0];
  }

  /** Whether the current thread holds the lock of any of them. */
  public static boolean isAnyHeldByCurrentThread() {
    for (Attachment attachment : BY_PATH.values()) {
      SegmentObject object = attachment.get();
      if (object != null && object.segment().isOpen() && object.isHeldByCurrentThread()) {
        return true;
      }
    }
    return false;
  }

  /** Forgets an object that was closed. */
  public static void remove(Path path) {
    BY_PATH.remove(path);
  }

  private static void forgetDropped() {
    for (@Nullable Object dropped = DROPPED.poll(); dropped != null; dropped = DROPPED.poll()) {
      Attachment attachment = (Attachment) dropped;
      BY_PATH.remove(attachment.path, attachment);
    }
  }

  private static final class Attachment extends WeakReference<SegmentObject> {
    final Path path;

    Attachment(Path path, SegmentObject object) {
      super(object, DROPPED);
      this.path = path;
    }
  }
}
