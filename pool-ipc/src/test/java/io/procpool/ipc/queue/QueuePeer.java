package io.procpool.ipc.queue;

import io.procpool.QueueEndedException;
import io.procpool.SharedQueue;
import io.procpool.ipc.memory.Peer;
import io.procpool.ipc.memory.Tickets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The other process of the queue tests. Its argument is the queue's ticket, or "create". */
final class QueuePeer {

  private QueuePeer() {}

  public static void main(String[] args) throws Exception {
    SharedQueue<Object> queue = queue(args[0]);
    Peer.serve(question -> {
      String[] words = question.split(" ");
      switch (words[0]) {
        case "ticket" -> {
          return Tickets.write(queue);
        }
        case "put" -> queue.put(words[1]);
        case "large" -> queue.put(words[1].repeat(100_000));
        case "take" -> {
          return (String) queue.take();
        }
        case "poll" -> {
          return String.valueOf(queue.poll(Duration.ofMillis(Long.parseLong(words[1]))));
        }
        case "done" -> queue.taskDone();
        case "end" -> queue.endWriting();
        case "shutdown" -> queue.shutdown();
        case "writers" -> {
          return Integer.toString(queue.writers());
        }
        case "exit" -> System.exit(0);
        case "produce" -> produce(queue, Integer.parseInt(words[1]), Integer.parseInt(words[2]));
        case "consume" -> {
          return consume(queue);
        }
        default -> throw new IllegalArgumentException(question);
      }
      return "done";
    });
  }

  @SuppressWarnings("unchecked")
  private static SharedQueue<Object> queue(String ticket) throws Exception {
    return ticket.equals("create")
        ? SharedQueue.create(8)
        : Tickets.redeem(SharedQueue.class, ticket);
  }

  /** Puts numbered messages, single and many at once; -1 for endlessly. */
  private static void produce(SharedQueue<Object> queue, int producer, int count)
      throws InterruptedException {
    Random random = new Random(producer);
    List<Object> batch = new ArrayList<>();
    for (int i = 0; i != count; ) {
      int most = random.nextInt(4) == 0 ? 20 : 1;
      for (int b = 0; b < most && i != count; b++) {
        batch.add(Tally.message(producer, i++, random));
      }
      if (batch.size() == 1) {
        queue.put(batch.getFirst());
      } else {
        queue.putAll(batch);
      }
      batch.clear();
    }
  }

  /** Takes until the end and checks each message; says what came. */
  private static String consume(SharedQueue<Object> queue) throws InterruptedException {
    Tally tally = new Tally();
    List<Object> batch = new ArrayList<>();
    try {
      while (true) {
        batch.add(queue.take());
        queue.drainTo(batch, 7);
        batch.forEach(message -> tally.add((byte[]) message));
        batch.clear();
      }
    } catch (QueueEndedException e) {
      return tally.toString();
    } catch (IllegalStateException wrong) {
      return wrong.toString();
    }
  }
}
