package io.procpool.ipc.memory;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * How long to look at a word before sleeping: {@value #SPIN_NANOS} ns where another process can run
 * meanwhile, not at all where this process has one CPU only.
 *
 * <p>The looks grow rarer: each one takes the cache line from a holder that is about to release,
 * and a holder left alone passes many times in the time of one transfer.
 */
public final class Spin {

  static final long SPIN_NANOS = 20_000;

  private static final int FIRST_PAUSES = 4;
  private static final int MOST_PAUSES = 32;
  private static final boolean WORTH_IT = cpusAllowed() > 1;

  private final long startNanos = System.nanoTime();
  private final long spinNanos;
  private int pauses = FIRST_PAUSES;

  /** Starts now. */
  public Spin() {
    this(SPIN_NANOS);
  }

  /** As {@link #Spin()}, but for another time. */
  public Spin(long spinNanos) {
    this.spinNanos = spinNanos;
  }

  /** Pauses; false if it is time to sleep instead. */
  public boolean goOn() {
    if (!WORTH_IT) {
      return false;
    }
    for (int i = 0; i < pauses; i++) {
      Thread.onSpinWait();
    }
    pauses = Math.min(pauses * 2, MOST_PAUSES);
    return System.nanoTime() - startNanos < spinNanos;
  }

  /**
   * What the operating system lets this process run on. The JVM's own count will not do: a worker
   * is told to take itself for smaller than the machine.
   */
  private static int cpusAllowed() {
    try { // the process's name is in there, in any bytes; no interrupt ends this read
      return Files.readAllLines(Path.of("/proc/self/status"), ISO_8859_1).stream()
          .filter(line -> line.startsWith("Cpus_allowed:"))
          .mapToInt(Spin::countMask)
          .findFirst()
          .orElseGet(() -> Runtime.getRuntime().availableProcessors());
    } catch (IOException e) {
      return Runtime.getRuntime().availableProcessors();
    }
  }

  private static int countMask(String line) {
    String mask = line.substring(line.indexOf(':') + 1).strip();
    return Arrays.stream(mask.split(",", -1))
        .mapToInt(part -> Long.bitCount(Long.parseLong(part, 16)))
        .sum();
  }
}
