package io.procpool.ipc.pickle;

import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collector;
import java.util.stream.Collector.Characteristics;

/** The collectors of {@link java.util.stream.Collectors}, by their functions. */
final class CollectorSerializer extends GraphSerializer<Collector<?, ?, ?>> {

  private static final String TYPE = "java.util.stream.Collectors$CollectorImpl";

  static boolean handles(Class<?> type) {
    return type.getName().equals(TYPE);
  }

  @Override
  void write(PickleKryo kryo, PickleOutput output, Collector<?, ?, ?> collector) {
    Object[] functions = {
      collector.supplier(), collector.accumulator(), collector.combiner(), collector.finisher()
    };
    String[] names = {"supplier", "accumulator", "combiner", "finisher"};
    for (int i = 0; i < functions.length; i++) {
      try {
        kryo.writeClassAndObject(output, functions[i]);
      } catch (Unsendable e) {
        throw e.within("Collector." + names[i]);
      }
    }
    Set<Characteristics> characteristics = collector.characteristics();
    output.writeVarInt(characteristics.size(), true);
    for (Characteristics each : characteristics) {
      output.writeText(each.name());
    }
  }

  @Override
  @SuppressWarnings("unchecked")
  Collector<?, ?, ?> read(
      PickleKryo kryo, PickleInput input, Class<? extends Collector<?, ?, ?>> type) {
    Object supplier = kryo.readClassAndObject(input);
    Object accumulator = kryo.readClassAndObject(input);
    Object combiner = kryo.readClassAndObject(input);
    Object finisher = kryo.readClassAndObject(input);
    Characteristics[] characteristics = new Characteristics[input.readCount()];
    for (int i = 0; i < characteristics.length; i++) {
      characteristics[i] = Characteristics.valueOf(input.readText());
    }
    return Collector.of(
        (Supplier<Object>) supplier,
        (BiConsumer<Object, Object>) accumulator,
        (BinaryOperator<Object>) combiner,
        (Function<Object, Object>) finisher,
        characteristics);
  }
}
