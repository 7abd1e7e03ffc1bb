package io.procpool.ipc.posix;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * Room for one packet off-heap, with the structures by which {@code sendmsg} and {@code recvmsg}
 * move it and the descriptors in it. Made once and used for many packets, by one thread at a time;
 * freed when unreachable.
 *
 * <pre>
 * msghdr (56 bytes)      0 name | 8 namelen | 16 iov | 24 iovlen | 32 control | 40 controllen | 48 flags
 * iovec (16 bytes)       0 base | 8 length
 * control (16 + 4 each)  0 length | 8 level SOL_SOCKET | 12 type SCM_RIGHTS | 16 descriptors
 * </pre>
 */
public final class PacketBuffer {

  /** How many descriptors a packet can carry here. */
  public static final int MAX_DESCRIPTORS = 64;

  private static final int SOL_SOCKET = 1;
  private static final int SCM_RIGHTS = 1;
  private static final int MSG_CMSG_CLOEXEC = 0x40000000;

  private static final int MSGHDR_BYTES = 56;
  private static final int IOV = 16;
  private static final int IOV_COUNT = 24;
  private static final int CONTROL = 32;
  private static final int CONTROL_LENGTH = 40;
  private static final int DESCRIPTORS = 16;
  private static final int CONTROL_BYTES = DESCRIPTORS + Integer.BYTES * MAX_DESCRIPTORS;

  private final MemorySegment bytes;
  private final MemorySegment header;
  private final MemorySegment iovec;
  private final MemorySegment control;

  /** Room for packets of up to this many bytes. */
  public PacketBuffer(int capacity) {
    Arena arena = Arena.ofAuto();
    bytes = arena.allocate(capacity, 8);
    header = arena.allocate(MSGHDR_BYTES, 8);
    iovec = arena.allocate(16, 8);
    control = arena.allocate(CONTROL_BYTES, 8);
    iovec.set(JAVA_LONG, 0, bytes.address());
    header.set(JAVA_LONG, IOV, iovec.address());
    header.set(JAVA_LONG, IOV_COUNT, 1);
    header.set(JAVA_LONG, CONTROL, control.address());
  }

  /** The packet. */
  public MemorySegment bytes() {
    return bytes;
  }

  /**
   * Sends the first {@code length} bytes as a packet, and copies of the descriptors in it.
   *
   * @param flags 0, or {@link Posix#MSG_DONTWAIT}
   * @return {@code length}, or {@code -errno}; {@code -EAGAIN} after the socket's timeout
   */
  public long send(int fd, long length, List<Integer> descriptors, int flags) {
    int allFlags = flags | Posix.MSG_NOSIGNAL;
    if (descriptors.isEmpty()) {
      return Posix.send(fd, bytes, 0, length, allFlags);
    }
    iovec.set(JAVA_LONG, 8, length);
    long controlBytes = DESCRIPTORS + (long) Integer.BYTES * descriptors.size();
    control.set(JAVA_LONG, 0, controlBytes);
    control.set(JAVA_INT, 8, SOL_SOCKET);
    control.set(JAVA_INT, 12, SCM_RIGHTS);
    for (int i = 0; i < descriptors.size(); i++) {
      control.set(JAVA_INT, DESCRIPTORS + (long) Integer.BYTES * i, descriptors.get(i));
    }
    header.set(JAVA_LONG, CONTROL_LENGTH, controlBytes);
    return call(Functions.SENDMSG, fd, allFlags);
  }

  /**
   * Receives a packet.
   *
   * @param flags 0, or {@link Posix#MSG_DONTWAIT}
   * @return its length, 0 at the end, or {@code -errno}; {@code -EAGAIN} after the socket's timeout
   */
  public long receive(int fd, int flags) {
    iovec.set(JAVA_LONG, 8, bytes.byteSize());
    header.set(JAVA_LONG, CONTROL_LENGTH, control.byteSize());
    return call(Functions.RECVMSG, fd, flags | MSG_CMSG_CLOEXEC);
  }

  /**
   * The descriptors that the packet received last carried, close-on-exec; the caller's to close.
   */
  public List<Integer> descriptors() {
    List<Integer> received = new ArrayList<>(0);
    if (header.get(JAVA_LONG, CONTROL_LENGTH) >= DESCRIPTORS
        && control.get(JAVA_INT, 12) == SCM_RIGHTS) {
      long count = (control.get(JAVA_LONG, 0) - DESCRIPTORS) / Integer.BYTES;
      for (int i = 0; i < count; i++) {
        received.add(control.get(JAVA_INT, DESCRIPTORS + (long) Integer.BYTES * i));
      }
    }
    return received;
  }

  private long call(MemorySegment function, int fd, int flags) {
    long done;
    do {
      done = Libc.call(function, fd, header.address(), flags, 0, 0, 0);
    } while (done == -1 && Libc.errno() == Errno.EINTR);
    return done == -1 ? -Libc.errno() : done;
  }

  private static final class Functions {
    static final MemorySegment SENDMSG = Libc.find("sendmsg");
    static final MemorySegment RECVMSG = Libc.find("recvmsg");
  }
}
