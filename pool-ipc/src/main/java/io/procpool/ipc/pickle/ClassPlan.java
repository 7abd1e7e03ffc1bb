package io.procpool.ipc.pickle;

import com.esotericsoftware.kryo.Serializer;
import io.procpool.ipc.classes.PerClass;
import java.util.function.Supplier;

/**
 * How objects of a class are written and read in this process. Chosen once, by the class alone and
 * never by what is open or loaded at the time: both sides must come to the same.
 *
 * @param definition what readers are told; may be of another class, as which the objects travel
 * @param serializers one serializer for each Kryo that asks
 */
record ClassPlan(Definition definition, Supplier<? extends Serializer<?>> serializers) {

  private static final PerClass<ClassPlan> WRITTEN = new PerClass<>(SerializerChoice::forWriting);
  private static final PerClass<ClassPlan> READ = new PerClass<>(SerializerChoice::forReading);

  /** A plan with a serializer that has no state. */
  static ClassPlan of(Definition definition, GraphSerializer<?> serializer) {
    return new ClassPlan(definition, () -> serializer);
  }

  /** How objects of this class are written. */
  static ClassPlan forWriting(Class<?> type) {
    return WRITTEN.get(type);
  }

  /** How objects are read that travel as objects of this class. */
  static ClassPlan forReading(Class<?> type) {
    return READ.get(type);
  }
}
