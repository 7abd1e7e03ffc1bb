package io.procpool.ipc.pickle;

import static java.util.Objects.requireNonNull;

import com.esotericsoftware.kryo.ClassResolver;
import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Registration;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Classes by their numbers in a {@link ClassTable}; 0 is null. Belongs to one Kryo. */
@SuppressWarnings("rawtypes") // as Kryo declares them
final class TableClassResolver implements ClassResolver {

  private final IdentityHashMap<Class<?>, Registration> registrations = new IdentityHashMap<>();
  private final IdentityHashMap<Class<?>, Integer> ids = new IdentityHashMap<>();
  private @Nullable Kryo kryo;
  private @Nullable ClassTable table;
  private @Nullable ClassDefinitions known;
  private @Nullable Object current;

  /** Writes into {@code table} from now on. */
  void writeTo(ClassTable table) {
    if (this.table != table) {
      ids.clear();
      this.table = table;
    }
  }

  /** The object whose class is written next: a lambda's shape can be had from a lambda only. */
  void next(@Nullable Object object) {
    current = object;
  }

  /** Reads by {@code known} from now on. */
  void readBy(@Nullable ClassDefinitions known) {
    this.known = known;
  }

  @Override
  public void setKryo(Kryo kryo) {
    this.kryo = kryo;
  }

  @Override
  public Registration register(Registration registration) {
    Class<?> type = registration.getType();
    registrations.put(type, registration);
    registrations.put(MethodType.methodType(type).wrap().returnType(), registration);
    return registration;
  }

  @Override
  public @Nullable Registration unregister(int classId) {
    return null;
  }

  @Override
  public @Nullable Registration getRegistration(int classId) {
    return null;
  }

  @Override
  public Registration registerImplicit(Class type) {
    return register(new Registration(type, requireNonNull(kryo).getDefaultSerializer(type), 0));
  }

  @Override
  public @Nullable Registration getRegistration(Class type) {
    return registrations.get(type);
  }

  @Override
  public @Nullable Registration writeClass(Output output, @Nullable Class type) {
    if (type == null) {
      output.writeByte(0);
      return null;
    }
    Integer id = ids.get(type);
    if (id == null) {
      id = requireNonNull(table).id(define(type));
      ids.put(type, id);
    }
    output.writeVarInt(id + 1, true);
    return requireNonNull(kryo).getRegistration(type);
  }

  private Definition define(Class<?> type) {
    MethodHandle writeReplace = type.isHidden() ? SerialAccess.writeReplace(type) : null;
    if (writeReplace != null && current != null) {
      register(new Registration(type, new LambdaWriter(writeReplace), 0));
      return LambdaShape.define(LambdaWriter.describe(writeReplace, current));
    }
    return new Definition(Definition.Kind.CLASS, type.getName(), List.of());
  }

  @Override
  public @Nullable Registration readClass(Input input) {
    int id = input.readVarInt(true);
    if (id == 0) {
      return null;
    }
    Object type = requireNonNull(known).type(id - 1).resolve();
    return type instanceof LambdaShape shape
        ? new Registration(LambdaShape.class, new LambdaReader(shape), 0)
        : requireNonNull(kryo).getRegistration((Class<?>) type);
  }

  @Override
  public void reset() {
    // The numbers are the table's: they outlive the message.
  }
}
