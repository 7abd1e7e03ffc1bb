package io.procpool.ipc.pickle;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Enum constants by their place; the definition has their names, in order. */
final class EnumSerializer extends GraphSerializer<Enum<?>> {

  private final Enum<?>[] constants;

  private EnumSerializer(Enum<?>[] constants) {
    this.constants = constants;
  }

  /** The plan of an enum, or of the class of a constant that has a body. */
  static ClassPlan plan(Class<?> type) {
    Class<?> declaring = type.isEnum() ? type : type.getSuperclass();
    Enum<?> @Nullable [] constants = (Enum<?>[]) declaring.getEnumConstants();
    if (constants == null) {
      throw Unsendable.refused(
          type, "it extends java.lang.Enum, but its class file is not that of an enum");
    }
    List<String> names = new ArrayList<>();
    for (Enum<?> constant : constants) {
      names.add(constant.name());
    }
    return ClassPlan.of(
        new Definition(Definition.Kind.ENUM, declaring.getName(), names),
        new EnumSerializer(constants));
  }

  @Override
  @SuppressWarnings("EnumOrdinal") // both sides have the same names in the same order
  void write(PickleKryo kryo, PickleOutput output, Enum<?> constant) {
    kryo.references().countIdentity();
    output.writeVarInt(constant.ordinal(), true);
  }

  @Override
  Enum<?> read(PickleKryo kryo, PickleInput input, Class<? extends Enum<?>> type) {
    kryo.references().countIdentity();
    return constants[input.readVarInt(true)];
  }
}
