package io.procpool.ipc.pickle;

import static java.util.Objects.requireNonNull;

import com.esotericsoftware.kryo.ClassResolver;
import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Registration;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import io.procpool.ipc.classes.Loaders;
import io.procpool.spi.Reductions;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Classes by number: 0 is null, then come those that all processes know ({@link WellKnown}), then
 * the {@link ClassTable}'s. Belongs to one Kryo.
 */
@SuppressWarnings("rawtypes") // as Kryo declares them
final class TableClassResolver implements ClassResolver {

  private final IdentityHashMap<Class<?>, Written> written = new IdentityHashMap<>();
  private final IdentityHashMap<Class<?>, Registration> read = new IdentityHashMap<>();
  private long reductionsVersion = Reductions.version();
  private @Nullable Kryo kryo;
  private @Nullable ClassTable table;
  private @Nullable ClassDefinitions known;
  private @Nullable Object current;
  private @Nullable Written last;
  private boolean knowsInner; // a class that may end before this one

  /** Writes into {@code table} from now on. */
  void writeTo(ClassTable table) {
    this.table = table;
    long version = Reductions.version();
    if (version != reductionsVersion) {
      written.clear();
      last = null;
      reductionsVersion = version;
    }
  }

  /** Reads by {@code known} from now on. */
  void readBy(ClassDefinitions known) {
    this.known = known;
  }

  /** What this message's classes are known by. */
  ClassDefinitions known() {
    return requireNonNull(known);
  }

  /** Keeps no class alive that may end before procpool's own. */
  void forgetInnerClasses() {
    table = null;
    known = null;
    if (knowsInner) {
      written.clear();
      read.clear();
      last = null;
      knowsInner = false;
    }
  }

  /** The object whose class is written next: a lambda's shape can be had from a lambda only. */
  void next(@Nullable Object object) {
    current = object;
  }

  @Override
  public @Nullable Registration writeClass(Output output, @Nullable Class type) {
    if (type == null) {
      output.writeByte(0);
      return null;
    }
    Written registration = registration(type);
    writeNumber(output, registration);
    return registration;
  }

  /** Writes the number of a class that is written by another plan than its own. */
  void writeDefinition(Output output, Definition definition) {
    output.writeVarInt(WellKnown.COUNT + 1 + requireNonNull(table).id(definition), true);
  }

  /** How objects of a class are written. */
  Written registration(Class<?> type) {
    Written latest = last;
    if (latest != null && latest.getType() == type) {
      return latest;
    }
    Written registration = written.get(type);
    if (registration == null) {
      registration = new Written(type, plan(type));
      written.put(type, registration);
      knowsInner |= Loaders.mayEndBeforeUs(type);
    }
    last = registration;
    return registration;
  }

  private ClassPlan plan(Class<?> type) {
    ClassPlan reduced = ReducedSerializer.plan(type);
    if (reduced != null) {
      return reduced;
    }
    return SerializerChoice.isLambda(type)
        ? LambdaWriter.plan(requireNonNull(current))
        : ClassPlan.forWriting(type);
  }

  private void writeNumber(Output output, Written registration) {
    ClassTable into = requireNonNull(table);
    if (registration.table != into) {
      int wellKnown = WellKnown.number(registration.plan.definition());
      registration.number =
          wellKnown > 0 ? wellKnown : WellKnown.COUNT + 1 + into.id(registration.plan.definition());
      registration.table = into;
    }
    output.writeVarInt(registration.number, true);
  }

  @Override
  public @Nullable Registration readClass(Input input) {
    int number = input.readVarInt(true);
    if (number == 0) {
      return null;
    }
    KnownType type = knownType(number);
    if (!Marker.is(type.type()) && type.type() != String.class) {
      ((PickleKryo) requireNonNull(kryo)).check(type.type(), -1, input);
    }
    Registration lambda = type.lambda();
    return lambda != null ? lambda : readRegistration(type);
  }

  /** Reads the number of a definition without looking at how its objects are read. */
  KnownType readDefinition(Input input) {
    return knownType(input.readVarInt(true));
  }

  private KnownType knownType(int number) {
    return number > 0 && number <= WellKnown.COUNT
        ? WellKnown.type(number)
        : known().type(number - WellKnown.COUNT - 1);
  }

  private Registration readRegistration(KnownType known) {
    Class<?> type = known.type();
    Registration registration = read.get(type);
    if (registration == null) {
      Serializer<?> serializer = ClassPlan.forReading(type).serializers().get();
      registration = new Registration(type, serializer, 0);
      read.put(type, registration);
      knowsInner |= Loaders.mayEndBeforeUs(type);
    }
    known.checkSameHere();
    return registration;
  }

  @Override
  public void setKryo(Kryo kryo) {
    this.kryo = kryo;
  }

  /** Kryo registers primitives as it is made; we choose for ourselves. */
  @Override
  public Registration register(Registration registration) {
    return registration;
  }

  @Override
  public Registration registerImplicit(Class type) {
    return registration(type);
  }

  @Override
  public @Nullable Registration getRegistration(Class type) {
    return written.get(type);
  }

  @Override
  public @Nullable Registration getRegistration(int classId) {
    return null;
  }

  @Override
  public @Nullable Registration unregister(int classId) {
    return null;
  }

  @Override
  public void reset() {
    current = null;
  }

  /** How objects of a class are written, and the class's number in the table used last. */
  static final class Written extends Registration {

    private final ClassPlan plan;
    private @Nullable ClassTable table;
    private int number;

    private Written(Class<?> type, ClassPlan plan) {
      super(type, plan.serializers().get(), 0);
      this.plan = plan;
    }
  }
}
