package io.procpool.ipc.pickle;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Keeps engines, which cost a millisecond each. Bounded; thread-safe, and without a lock: one that
 * a {@link StackOverflowError} leaves taken would stop all threads of the process.
 */
final class EnginePool {

  private final Messages messages;
  private final boolean forgets;
  private final AtomicReferenceArray<@Nullable Engine> idle =
      new AtomicReferenceArray<>(2 * Runtime.getRuntime().availableProcessors() + 3);

  /**
   * Engines for these messages.
   *
   * @param forgets whether idle ones keep no classes alive that may end before procpool's own
   */
  EnginePool(Messages messages, boolean forgets) {
    this.messages = messages;
    this.forgets = forgets;
  }

  Engine take() {
    for (int i = 0; i < idle.length(); i++) {
      Engine engine = idle.getAndSet(i, null);
      if (engine != null) {
        return engine;
      }
    }
    return new Engine(messages);
  }

  /** Takes an engine back; without room it is dropped. */
  void giveBack(Engine engine) {
    if (forgets) {
      engine.forgetInnerClasses();
    }
    for (int i = 0; i < idle.length(); i++) {
      if (idle.compareAndSet(i, null, engine)) {
        return;
      }
    }
  }
}
