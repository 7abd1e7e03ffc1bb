package io.procpool.ipc.pickle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.procpool.NotSendableException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CorruptInputTest {

  private static final int ROUNDS = 60;

  private final ClassTable table = new ClassTable();
  private final Pickler pickler = Pickler.withTable(table);
  private final ClassDefinitions known =
      new ClassDefinitions(CorruptInputTest.class.getClassLoader());

  private record Message(String name, byte[] bytes, List<Object> arrays) {}

  private List<Message> messages(Pickler writer) {
    List<Message> messages = new ArrayList<>();
    for (Sample sample : Matrix.samples()) {
      PickleBuffer buffer = new PickleBuffer();
      writer.pickle(sample.make().get(), buffer);
      if (buffer.length() < 20_000) {
        messages.add(
            new Message(
                sample.name(),
                Arrays.copyOf(buffer.bytes(), buffer.length()),
                List.copyOf(buffer.arrays())));
      }
    }
    known.add(table.definitions(0, table.size()));
    return messages;
  }

  /** The only exception that may come out of bytes, whatever they are. */
  private void readWhatIsThere(Pickler reader, Message message, byte[] bytes, long seed) {
    try {
      reader.unpickle(new PickleSource(bytes, 0, bytes.length, message.arrays()), known);
    } catch (NotSendableException e) {
      assertTrue(e.getMessage().length() > 10, e.getMessage());
    } catch (Throwable e) {
      fail("message=" + message.name() + " seed=" + seed, e);
    }
  }

  @Test
  void changedBytesGiveAValueOrNotSendable() {
    long seed = Long.getLong("procpool.test.seed", System.nanoTime());
    Random random = new Random(seed);
    for (Message message : messages(pickler)) {
      for (int i = 0; i < ROUNDS; i++) {
        byte[] changed = message.bytes().clone();
        int changes = 1 + random.nextInt(3);
        for (int j = 0; j < changes; j++) {
          changed[random.nextInt(changed.length)] = (byte) random.nextInt();
        }
        readWhatIsThere(pickler, message, changed, seed);
      }
    }
  }

  @Test
  void changedSelfContainedMessagesGiveAValueOrNotSendable() {
    long seed = Long.getLong("procpool.test.seed", System.nanoTime());
    Random random = new Random(seed);
    Pickler own = Pickler.selfContained();
    for (Message message : messages(own)) {
      for (int i = 0; i < ROUNDS / 3; i++) {
        byte[] changed = message.bytes().clone();
        changed[random.nextInt(changed.length)] = (byte) random.nextInt();
        readWhatIsThere(own, message, changed, seed);
      }
    }
  }

  @Test
  void cutMessagesGiveNotSendable() {
    for (Message message : messages(pickler)) {
      int step = Math.max(1, message.bytes().length / 20);
      for (int length = 0; length < message.bytes().length; length += step) {
        byte[] cut = Arrays.copyOf(message.bytes(), length);
        assertThrows(
            NotSendableException.class,
            () -> pickler.unpickle(new PickleSource(cut, 0, cut.length, message.arrays()), known),
            message.name());
      }
    }
  }

  @Test
  void noiseGivesAValueOrNotSendable() {
    long seed = Long.getLong("procpool.test.seed", System.nanoTime());
    Random random = new Random(seed);
    Message none = new Message("noise", new byte[0], List.of());
    for (int i = 0; i < 20_000; i++) {
      byte[] noise = new byte[random.nextInt(64)];
      random.nextBytes(noise);
      readWhatIsThere(pickler, none, noise, seed);
    }
  }

  @Test
  void damagedDefinitionsAreRefused() {
    long seed = Long.getLong("procpool.test.seed", System.nanoTime());
    Random random = new Random(seed);
    messages(pickler);
    byte[] definitions = table.definitions(0, table.size());
    AtomicInteger refused = new AtomicInteger();
    for (int i = 0; i < 300; i++) {
      byte[] changed = definitions.clone();
      changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
      ClassDefinitions fresh = new ClassDefinitions(CorruptInputTest.class.getClassLoader());
      try {
        fresh.add(changed);
      } catch (NotSendableException e) {
        refused.incrementAndGet();
      } catch (Throwable e) {
        fail("seed=" + seed, e);
      }
    }
    assertTrue(refused.get() > 0, "seed=" + seed);
  }

  @Test
  void definitionsThatDoNotFollowAreRefused() {
    pickler.pickle(new UserSamples.Point(1, 2), new PickleBuffer());
    byte[] definitions = table.definitions(0, table.size());
    known.add(definitions);
    assertThrows(NotSendableException.class, () -> known.add(definitions));
  }

  @Test
  void hugeCountsAllocateNothing() {
    for (Object value :
        new Object[] {
          new ArrayList<>(List.of(1)), new int[] {1}, new Object[] {1}, new java.util.HashMap<>()
        }) {
      PickleBuffer buffer = new PickleBuffer();
      pickler.pickle(value, buffer);
      known.add(table.definitions(0, table.size()));
      for (int at = 5; at < buffer.length(); at++) {
        byte[] changed = Arrays.copyOf(buffer.bytes(), buffer.length() + 8);
        Arrays.fill(changed, at, Math.min(at + 4, changed.length), (byte) 0xFF);
        readWhatIsThere(pickler, new Message("huge", changed, List.of()), changed, at);
      }
    }
  }

  @Test
  void messageAfterAnUnreadableOneIsRead() {
    PickleBuffer buffer = new PickleBuffer();
    pickler.pickle(new UserSamples.Checked(5), buffer);
    int end = buffer.length();
    pickler.pickle("next", buffer);
    known.add(table.definitions(0, table.size()));
    byte[] bytes = Arrays.copyOf(buffer.bytes(), buffer.length());
    bytes[end - 1] = 1;
    PickleSource source = new PickleSource(bytes, 0, bytes.length, List.of());
    NotSendableException refused =
        assertThrows(NotSendableException.class, () -> pickler.unpickle(source, known));
    assertTrue(refused.getMessage().contains("negative: -1"), refused.getMessage());
    assertEquals("next", pickler.unpickle(source, known));
  }
}
