package io.procpool.ipc.pickle;

import io.procpool.TaskFunction;
import io.procpool.spi.Reductions;
import org.jspecify.annotations.Nullable;

/** Objects that travel as the function that makes them again and its argument. */
final class ReducedSerializer extends GraphSerializer<Object> {

  /** Reads what all others write. */
  static final ReducedSerializer READER = new ReducedSerializer(null);

  private final Reductions.@Nullable Reduction reduction;

  private ReducedSerializer(Reductions.@Nullable Reduction reduction) {
    this.reduction = reduction;
  }

  /** The plan for objects of this class, or null if no reduction is registered for it. */
  static @Nullable ClassPlan plan(Class<?> type) {
    Reductions.Reduction reduction = Reductions.find(type);
    return reduction == null
        ? null
        : ClassPlan.of(
            Definition.of(Definition.Kind.VALUE, Marker.Reduced.class),
            new ReducedSerializer(reduction));
  }

  @Override
  void write(PickleKryo kryo, PickleOutput output, Object object) {
    Reductions.Reduction by = reduction;
    if (by == null) {
      throw new IllegalStateException("only reads");
    }
    kryo.writeClassAndObject(output, by.fromState());
    Object state = state(by, object);
    try {
      kryo.writeClassAndObject(output, state);
    } catch (Unsendable e) {
      throw e.within("reduced state of " + object.getClass().getTypeName());
    }
  }

  private static @Nullable Object state(Reductions.Reduction by, Object object) {
    try {
      return by.stateOf(object);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("the reduction to a state threw " + e, e);
    }
  }

  @Override
  @SuppressWarnings("unchecked")
  Object read(PickleKryo kryo, PickleInput input, Class<? extends Object> type) {
    int mark = kryo.late().mark();
    @Nullable Object fromState = kryo.readClassAndObject(input);
    @Nullable Object state = kryo.readClassAndObject(input);
    if (!(fromState instanceof TaskFunction<?, ?> function)) {
      throw new IllegalStateException("a reduced object came without its function");
    }
    kryo.late().tryToFill(mark);
    try {
      return apply((TaskFunction<@Nullable Object, @Nullable Object>) function, state);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("making an object from its state threw " + e, e);
    }
  }

  @SuppressWarnings("NullAway") // a function of a nullable argument takes null
  private static Object apply(
      TaskFunction<@Nullable Object, @Nullable Object> function, @Nullable Object state)
      throws Exception {
    Object object = function.apply(state);
    if (object == null) {
      throw new IllegalStateException("the function that makes an object from its state gave null");
    }
    return object;
  }
}
