package io.procpool.ipc.pickle;

import static io.procpool.ipc.pickle.Definition.Kind;

import java.io.Externalizable;
import java.io.Serializable;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * The policy: which way objects of a class go. The order of the questions is the policy too. What a
 * class is decides, never what happens to be open at run time.
 */
final class SerializerChoice {

  private SerializerChoice() {}

  /**
   * How objects of a class are written.
   *
   * @throws Unsendable if they are not
   */
  static ClassPlan forWriting(Class<?> type) {
    if (SharedObject.class.isAssignableFrom(type)) {
      return marked(Marker.Shared.class);
    }
    ClassPlan users = UserSerializers.plan(type);
    if (users != null) {
      return users;
    }
    boolean replaces = ReplacedSerializer.replaces(type);
    if (Proxy.isProxyClass(type) && !replaces) {
      return marked(Marker.Proxied.class); // its handler decides, whatever interfaces it has
    }
    if (isJdk(type) || !replaces) { // a user's class that replaces itself knows what can travel
      Refusals.check(type);
    }
    requireName(type);
    if (!replaces && LambdaClass.is(type)) {
      return PlainLambdaWriter.plan(type);
    }
    ClassPlan simple = simple(type);
    if (simple != null) {
      return simple;
    }
    Class<?> travelsAs = isJdk(type) ? JdkExtras.travelsAs(type) : null;
    if (travelsAs != null) {
      return forReading(travelsAs);
    }
    return replaces ? ReplacedSerializer.plan(type) : plain(type);
  }

  /**
   * How objects are read that travel as objects of this class.
   *
   * @throws Unsendable if there are none
   */
  static ClassPlan forReading(Class<?> type) {
    if (Marker.is(type)) {
      return marked(type);
    }
    ClassPlan users = UserSerializers.plan(type);
    if (users != null) {
      return users;
    }
    GraphSerializer<?> extra = JdkExtras.serializer(type);
    if (extra != null) {
      return ClassPlan.of(Definition.of(Kind.VALUE, type), extra);
    }
    ClassPlan simple = simple(type);
    return simple == null ? plain(type) : simple;
  }

  /** Arrays and enums travel with their class's name alone. */
  private static void requireName(Class<?> type) {
    Class<?> element = type;
    while (element.isArray()) {
      element = element.getComponentType();
    }
    if (element.isHidden() && (type.isArray() || Enum.class.isAssignableFrom(type))) {
      throw Unsendable.refused(
          type, element.getName() + " is a hidden class, which no other process can find");
    }
  }

  /** The plan of an object that its class's writeReplace does not replace. */
  static ClassPlan plain(Class<?> type) {
    if (type.isHidden()) {
      throw Unsendable.refused(type, "it is a hidden class, which no other process can find");
    }
    if (Externalizable.class.isAssignableFrom(type)) {
      return isJdk(type) && SerialAccess.externalConstructor(type) == null
          ? JdkViews.plan(type) // a reversed LinkedList
          : ExternalizableSerializer.plan(type);
    }
    ClassPlan singleton = isJdk(type) || type.isRecord() ? null : SingletonSerializer.plan(type);
    return singleton == null ? byState(type) : singleton;
  }

  /** The plan of an object that is neither Externalizable nor the only one of its class. */
  static ClassPlan byState(Class<?> type) {
    boolean serializable = Serializable.class.isAssignableFrom(type);
    if (type.isRecord() && !isJdk(type)) {
      return RecordSerializer.plan(type);
    }
    if (serializable && (isJdk(type) || StreamClass.hasHooks(type))) {
      return StreamSerializer.plan(type, Kind.STREAM);
    }
    if (isJdk(type)) {
      return JdkViews.plan(type);
    }
    if (serializable && StreamClass.extendsOther(type)) {
      return StreamSerializer.plan(type, Kind.STREAM);
    }
    return serializable ? fieldsOrStream(type) : FieldsSerializer.plan(type);
  }

  /** Whether objects of this class are lambdas that describe themselves. */
  static boolean isLambda(Class<?> type) {
    return type.isHidden() && type.isSynthetic() && ReplacedSerializer.replaces(type);
  }

  /** Whether a class is part of the JDK. */
  static boolean isJdk(Class<?> type) {
    ClassLoader loader = type.getClassLoader();
    if (loader == null || loader == ClassLoader.getPlatformClassLoader()) {
      return true;
    }
    Module module = type.getModule();
    return module.isNamed()
        && (module.getName().startsWith("java.") || module.getName().startsWith("jdk."));
  }

  private static @Nullable ClassPlan simple(Class<?> type) {
    GraphSerializer<?> serializer = JdkValues.serializer(type);
    if (serializer == null) {
      serializer = JdkCollections.serializer(type);
    }
    if (serializer != null) {
      return ClassPlan.of(Definition.of(Kind.VALUE, type), serializer);
    }
    if (type == Class.class) {
      return ClassPlan.of(Definition.of(Kind.VALUE, type), ClassLiteralSerializer.INSTANCE);
    }
    if (type == SealedValue.class) {
      return ClassPlan.of(Definition.of(Kind.VALUE, type), SealedValueSerializer.INSTANCE);
    }
    if (type == Object.class) {
      return ClassPlan.of(Definition.of(Kind.VALUE, type), PlainObjectSerializer.INSTANCE);
    }
    if (type.isArray()) {
      GraphSerializer<?> numbers = PrimitiveArraySerializer.serializer(type);
      return ClassPlan.of(
          Definition.of(Kind.ARRAY, type),
          numbers == null ? ObjectArraySerializer.INSTANCE : numbers);
    }
    return Enum.class.isAssignableFrom(type) && type != Enum.class
        ? EnumSerializer.plan(type)
        : null;
  }

  private static ClassPlan marked(Class<?> marker) {
    GraphSerializer<?> serializer;
    if (marker == Marker.Shared.class) {
      serializer = SharedObjectSerializer.INSTANCE;
    } else if (marker == Marker.Proxied.class) {
      serializer = ProxySerializer.INSTANCE;
    } else if (marker == Marker.Logging.class) {
      serializer = LoggerSerializer.INSTANCE;
    } else if (marker == Marker.Reduced.class) {
      serializer = ReducedSerializer.READER;
    } else {
      serializer = ReplacedSerializer.READER;
    }
    return ClassPlan.of(Definition.of(Kind.VALUE, marker), serializer);
  }

  /**
   * Serializable classes are open to serialization, whatever their module opens. Both ways write
   * the same bytes: what is open on one side need not be on the other.
   */
  private static ClassPlan fieldsOrStream(Class<?> type) {
    try {
      return FieldsSerializer.plan(type);
    } catch (Unsendable closed) {
      return StreamSerializer.plan(type, Kind.FIELDS);
    }
  }
}
