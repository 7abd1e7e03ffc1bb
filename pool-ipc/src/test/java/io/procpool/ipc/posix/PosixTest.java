package io.procpool.ipc.posix;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class PosixTest {

  private int[] pair;
  private final Arena arena = Arena.ofShared();

  @BeforeEach
  void open() throws Exception {
    pair = Posix.socketpair();
  }

  @AfterEach
  void close() throws Exception {
    Posix.close(pair[0]);
    Posix.close(pair[1]);
    arena.close();
  }

  @Test
  void bytesGoThroughASocketpair() {
    MemorySegment bytes = arena.allocateFrom(ValueLayout.JAVA_BYTE, new byte[] {1, 2, 3, 4});
    assertEquals(3, Posix.send(pair[0], bytes, 1, 3, Posix.MSG_NOSIGNAL));
    MemorySegment room = arena.allocate(8);
    assertEquals(3, Posix.recv(pair[1], room, 2, 6, 0));
    assertArrayEquals(new byte[] {0, 0, 2, 3, 4, 0, 0, 0}, room.toArray(ValueLayout.JAVA_BYTE));
  }

  @Test
  void emptyAndFullSocketsAnswerEagain() {
    MemorySegment bytes = arena.allocate(100_000);
    assertEquals(-Errno.EAGAIN, Posix.recv(pair[0], bytes, 0, 10, Posix.MSG_DONTWAIT));
    long sent;
    do {
      sent = Posix.send(pair[0], bytes, 0, 100_000, Posix.MSG_NOSIGNAL | Posix.MSG_DONTWAIT);
    } while (sent > 0);
    assertEquals(-Errno.EAGAIN, sent);
    assertEquals(0, Posix.poll(pair[0], Posix.POLLIN | Posix.POLLOUT, 0));
    assertEquals(Posix.POLLIN, Posix.poll(pair[1], Posix.POLLIN, -1));
  }

  @Test
  void sendingWithoutAReaderAnswersEpipeAndRaisesNoSignal() throws Exception {
    Posix.shutdown(pair[1], Posix.SHUT_RDWR);
    MemorySegment bytes = arena.allocate(1);
    assertEquals(-Errno.EPIPE, Posix.send(pair[0], bytes, 0, 1, Posix.MSG_NOSIGNAL));
    assertEquals(0, Posix.recv(pair[0], bytes, 0, 1, 0));
  }

  @Test
  void addressesOutsideTheSegmentNeverReachLibc() {
    MemorySegment bytes = arena.allocate(4);
    assertThrows(IndexOutOfBoundsException.class, () -> Posix.send(pair[0], bytes, 0, 5, 0));
    assertThrows(IndexOutOfBoundsException.class, () -> Posix.recv(pair[0], bytes, -1, 2, 0));
    MemorySegment heap = MemorySegment.ofArray(new byte[4]);
    assertThrows(IllegalArgumentException.class, () -> Posix.recv(pair[0], heap, 0, 4, 0));
  }

  @Test
  void failuresNameFunctionArgumentsAndErrno() {
    PosixException failure = assertThrows(PosixException.class, () -> Posix.close(-7));
    assertEquals("close(fd=-7): EBADF (9, bad file descriptor)", failure.getMessage());
    assertEquals("close", failure.function());
    assertEquals(9, failure.errno());
  }

  @Test
  void getpidIsThisProcess() {
    assertEquals(ProcessHandle.current().pid(), Posix.getpid());
  }

  @Test
  void killTellsWhetherAProcessIsThere() {
    assertEquals(0, Posix.kill(Posix.getpid(), 0));
    assertEquals(-Errno.ESRCH, Posix.kill(0x7fff_fff0, 0));
  }

  @Test
  void waitingForAStrangerFails() {
    assertThrows(PosixException.class, () -> Posix.waitpid(1));
    PosixException failure = assertThrows(PosixException.class, () -> Posix.waitForEnd(1));
    assertEquals(Errno.ECHILD, failure.errno());
  }

  @Test
  void waitStatusIsExitCodeOrMinusSignal() {
    assertEquals(0, Posix.exitCode(0));
    assertEquals(255, Posix.exitCode(0xff00));
    assertEquals(-9, Posix.exitCode(9));
    assertEquals(-11, Posix.exitCode(11 | 0x80)); // with a core dump
  }

  @Test
  void futexWaitReturnsAtOnceWhereTheWordHasChanged() {
    MemorySegment word = arena.allocate(ValueLayout.JAVA_INT);
    assertEquals(-Errno.EAGAIN, Posix.futexWait(word, 1, Long.MAX_VALUE));
  }

  @Test
  void futexWaitEndsInTime() {
    MemorySegment word = arena.allocate(ValueLayout.JAVA_INT);
    long begin = System.nanoTime();
    int answer;
    do {
      answer = Posix.futexWait(word, 0, 50_000_000);
    } while (answer == -Errno.EINTR);
    assertEquals(-Errno.ETIMEDOUT, answer);
    assertTrue(System.nanoTime() - begin >= 50_000_000);
  }

  @Test
  void futexWakeWakesASleeper() throws Exception {
    MemorySegment word = arena.allocate(ValueLayout.JAVA_INT);
    AtomicBoolean woken = new AtomicBoolean();
    Thread sleeper =
        new Thread(() -> {
          int answer;
          do {
            answer = Posix.futexWait(word, 0, Long.MAX_VALUE);
          } while (answer == -Errno.EINTR);
          woken.set(answer == 0);
        });
    sleeper.start();
    while (Posix.futexWake(word, 1) == 0) {
      Thread.onSpinWait();
    }
    assertTrue(sleeper.join(java.time.Duration.ofSeconds(10)));
    assertTrue(woken.get());
    assertEquals(0, Posix.futexWake(word, 1));
  }

  @Test
  void shutdownEndsABlockedRecv() throws Exception {
    MemorySegment room = arena.allocate(1);
    long[] answer = {-1};
    Thread reader = new Thread(() -> answer[0] = Posix.recv(pair[0], room, 0, 1, 0));
    reader.start();
    Posix.shutdown(pair[0], Posix.SHUT_RD);
    reader.join(TimeUnit.SECONDS.toMillis(10));
    assertFalse(reader.isAlive());
    assertEquals(0, answer[0]);
  }
}
