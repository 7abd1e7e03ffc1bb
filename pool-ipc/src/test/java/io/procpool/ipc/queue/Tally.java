package io.procpool.ipc.queue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Numbered messages of 1 to 4096 bytes, and what arrived of them: by producer, how many and a sum
 * over their numbers, which are equal to those of other numbers only by chance.
 *
 * <p>A message says its producer, its number and its size and is filled up with a byte made of
 * them. One in 64 is too short for that, and is its producer's byte repeated.
 */
final class Tally {

  /** Producers are below this. */
  static final int MAX_PRODUCERS = 128;

  private static final int HEAD_BYTES = 12;
  private static final int MAX_BYTES = 4096;
  private static final int SHORT_EVERY = 64;

  private final Map<Integer, Count> counts = new TreeMap<>();

  /** A producer's message of that number; its size is up to the random, or to the number. */
  static byte[] message(int producer, int number, Random random) {
    return isShort(number)
        ? filled(1 + number / SHORT_EVERY % (HEAD_BYTES - 1), producer)
        : message(producer, number, HEAD_BYTES + random.nextInt(MAX_BYTES - HEAD_BYTES + 1));
  }

  /** Counts a message; says no to one that is torn or came before its turn. */
  void add(byte[] message) {
    boolean isShort = message.length < HEAD_BYTES;
    ByteBuffer head = ByteBuffer.wrap(message);
    int producer = isShort ? head.get() : head.getInt();
    Count count = counts.computeIfAbsent(producer, p -> new Count());
    count.messages++;
    if (isShort) {
      require(Arrays.equals(message, filled(message.length, producer)), message, count);
    } else {
      int number = head.getInt();
      require(number > count.last && number % SHORT_EVERY != 0, message, count);
      require(Arrays.equals(message, message(producer, number, head.getInt())), message, count);
      count.last = number;
      count.sum += hash(number);
    }
  }

  /** Adds another's, as its {@link #toString} has it. */
  void add(String tally) {
    for (String entry : tally.split(" ")) {
      if (!entry.isEmpty()) {
        String[] parts = entry.split(":");
        Count count = counts.computeIfAbsent(Integer.valueOf(parts[0]), p -> new Count());
        count.messages += Integer.parseInt(parts[1]);
        count.sum += Long.parseLong(parts[2]);
      }
    }
  }

  /** How many came from a producer. */
  int messages(int producer) {
    return of(producer).messages;
  }

  /** Whether what came from a producer were its first messages, each once and none left out. */
  boolean isWithoutGap(int producer) {
    Count count = of(producer);
    long sum = 0;
    for (int number = 0; number < count.messages; number++) {
      sum += isShort(number) ? 0 : hash(number);
    }
    return sum == count.sum;
  }

  /** The number of the last message that came from a producer here; -1 if none did. */
  int last(int producer) {
    return of(producer).last;
  }

  private Count of(int producer) {
    return counts.getOrDefault(producer, new Count());
  }

  private static byte[] message(int producer, int number, int size) {
    byte[] message = filled(size, producer * 31 + number);
    ByteBuffer.wrap(message).putInt(producer).putInt(number).putInt(size);
    return message;
  }

  private static byte[] filled(int size, int value) {
    byte[] bytes = new byte[size];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  private static boolean isShort(int number) {
    return number % SHORT_EVERY == 0;
  }

  private static void require(boolean right, byte[] message, Count count) {
    if (!right) {
      throw new IllegalStateException(
          "torn or out of order: after=%d bytes=%d start=%s"
              .formatted(
                  count.last,
                  message.length,
                  HexFormat.of().formatHex(Arrays.copyOf(message, 16))));
    }
  }

  private static long hash(int number) {
    long mixed = (number + 1L) * 0x9E3779B97F4A7C15L;
    return (mixed ^ mixed >>> 29) >>> 16;
  }

  @Override
  public String toString() {
    return counts.entrySet().stream()
        .map(entry -> entry.getKey() + ":" + entry.getValue().messages + ":" + entry.getValue().sum)
        .collect(Collectors.joining(" "));
  }

  private static final class Count {
    int messages;
    long sum;
    int last = -1;
  }
}
