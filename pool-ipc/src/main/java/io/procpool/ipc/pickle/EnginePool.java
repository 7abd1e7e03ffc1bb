package io.procpool.ipc.pickle;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Keeps engines, which cost a millisecond each. Bounded; thread-safe. */
final class EnginePool {

  private final ArrayBlockingQueue<Engine> idle =
      new ArrayBlockingQueue<>(2 * Runtime.getRuntime().availableProcessors() + 2);

  /** The way of a single thread, without a lock. */
  private final AtomicReference<@Nullable Engine> first = new AtomicReference<>();

  Engine take() {
    Engine engine = first.getAndSet(null);
    if (engine == null) {
      engine = idle.poll();
    }
    return engine == null ? new Engine() : engine;
  }

  /** Takes an engine back; without room it is dropped. */
  void giveBack(Engine engine) {
    if (!first.compareAndSet(null, engine)) {
      boolean _ = idle.offer(engine);
    }
  }
}
