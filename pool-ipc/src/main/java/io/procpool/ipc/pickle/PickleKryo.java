package io.procpool.ipc.pickle;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Output;
import com.esotericsoftware.kryo.util.MapReferenceResolver;
import com.esotericsoftware.minlog.Log;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objenesis.strategy.StdInstantiatorStrategy;

/** Kryo with our choice of serializers. One thread at a time. */
final class PickleKryo extends Kryo {

  static {
    Log.NONE();
  }

  private final TableClassResolver classes;
  private boolean sharedAllowed;

  PickleKryo(TableClassResolver classes) {
    super(classes, new MapReferenceResolver());
    this.classes = classes;
    setReferences(true);
    setRegistrationRequired(false);
    setOptimizedGenerics(false);
    setInstantiatorStrategy(
        new com.esotericsoftware.kryo.util.DefaultInstantiatorStrategy(
            new StdInstantiatorStrategy()));
  }

  TableClassResolver classes() {
    return classes;
  }

  boolean sharedAllowed() {
    return sharedAllowed;
  }

  void allowShared(boolean allowed) {
    sharedAllowed = allowed;
  }

  @Override
  public void writeClassAndObject(Output output, @Nullable Object object) {
    classes.next(object);
    super.writeClassAndObject(output, object);
  }

  @Override
  @SuppressWarnings("rawtypes") // as Kryo declares it
  public Serializer getDefaultSerializer(Class type) {
    if (SharedObject.class.isAssignableFrom(type)) {
      return new SharedObjectSerializer();
    }
    if (Throwable.class.isAssignableFrom(type)) {
      return new JavaStreamSerializer();
    }
    if (java.io.Serializable.class.isAssignableFrom(type)
        && type.getModule().isNamed()
        && !Collection.class.isAssignableFrom(type)
        && !Map.class.isAssignableFrom(type)
        && type.getName().startsWith("java.")
        && !type.isEnum()
        && !type.isArray()) {
      Serializer<?> own = super.getDefaultSerializer(type);
      return own instanceof com.esotericsoftware.kryo.serializers.FieldSerializer
          ? new JavaStreamSerializer()
          : own;
    }
    return super.getDefaultSerializer(type);
  }
}
