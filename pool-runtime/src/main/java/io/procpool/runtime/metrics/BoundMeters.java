package io.procpool.runtime.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.procpool.Pool;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The meters of one pool in one registry. It holds neither, as the pool's core refers to it.
 *
 * <p>A registry answers a second registration of a name and tags with the first meter, so two pools
 * under one name would show the numbers of one: the later one takes the place of a pool that was
 * shut down, and is refused beside any other.
 */
final class BoundMeters {

  private static final Map<MeterRegistry, List<BoundMeters>> ALL =
      new WeakHashMap<>(); // guarded by itself

  private final WeakReference<MeterRegistry> registry;
  private final WeakReference<Pool> pool;
  private final Tags tags;
  private final Set<Meter> foreign = Collections.newSetFromMap(new IdentityHashMap<>());
  private final List<Meter.Id> ids = new ArrayList<>();

  private BoundMeters(MeterRegistry registry, Pool pool, Tags tags) {
    this.registry = new WeakReference<>(registry);
    this.pool = new WeakReference<>(pool);
    this.tags = tags;
  }

  /**
   * Registers meters; {@code binding} does it by {@link #add}.
   *
   * @throws IllegalStateException if the registry has such of another pool or executor
   */
  static BoundMeters bind(
      MeterRegistry registry,
      Pool pool,
      Tags tags,
      java.util.function.Consumer<BoundMeters> binding) {
    synchronized (ALL) {
      List<BoundMeters> all = ALL.computeIfAbsent(registry, _ -> new ArrayList<>());
      for (BoundMeters other : List.copyOf(all)) {
        if (other.tags.equals(tags) && other.givesWayTo(pool)) {
          other.remove();
        }
      }
      BoundMeters bound = new BoundMeters(registry, pool, tags);
      bound.foreign.addAll(registry.getMeters());
      all.add(bound);
      try {
        binding.accept(bound);
      } catch (RuntimeException | Error e) {
        bound.remove();
        throw e;
      }
      bound.foreign.clear();
      return bound;
    }
  }

  private boolean givesWayTo(Pool next) {
    Pool before = pool.get();
    return before == null || before == next || before.isShutdown();
  }

  /** Adds what {@code registration} registers. */
  void add(Function<MeterRegistry, Meter> registration) {
    MeterRegistry to = registry.get();
    if (to == null) {
      return; // nobody can see it
    }
    Meter meter = registration.apply(to);
    if (foreign.contains(meter)) {
      throw new IllegalStateException(
          "the registry has a meter of another pool or executor already: "
              + meter.getId()
              + "; give this pool another name by PoolOptions.withName, or tags of its own by new"
              + " PoolMetrics(pool, tags)");
    }
    ids.add(meter.getId());
  }

  /** Takes them out of the registry. Idempotent; any thread. */
  void remove() {
    synchronized (ALL) {
      @Nullable MeterRegistry from = registry.get();
      if (from != null) {
        ids.forEach(from::remove);
        List<BoundMeters> all = ALL.get(from);
        if (all != null) {
          all.remove(this);
        }
      }
      ids.clear();
    }
  }
}
