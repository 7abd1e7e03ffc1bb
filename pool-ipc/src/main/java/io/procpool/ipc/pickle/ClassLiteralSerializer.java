package io.procpool.ipc.pickle;

/** Class objects, by name: of any class, sendable or not. */
final class ClassLiteralSerializer extends GraphSerializer<Class<?>> {

  static final ClassLiteralSerializer INSTANCE = new ClassLiteralSerializer();

  private ClassLiteralSerializer() {}

  @Override
  void write(PickleKryo kryo, PickleOutput output, Class<?> literal) {
    if (literal.isHidden()) {
      throw Unsendable.refused(
          literal, "it is a hidden class, such as a lambda's, and has no name to be found by");
    }
    kryo.references().countIdentity();
    kryo.classes().writeDefinition(output, Definition.of(Definition.Kind.NAME, literal));
  }

  @Override
  Class<?> read(PickleKryo kryo, PickleInput input, Class<? extends Class<?>> type) {
    kryo.references().countIdentity();
    Class<?> literal = kryo.classes().readDefinition(input).type();
    kryo.check(literal, -1, input);
    return literal;
  }
}
