package io.procpool.ipc.pickle;

import static java.util.Objects.requireNonNull;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Registration;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import com.esotericsoftware.minlog.Log;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Kryo with our choice of serializers, and what they ask about the message at hand. One thread at a
 * time.
 */
final class PickleKryo extends Kryo {

  static {
    Log.NONE();
  }

  private final TableClassResolver classes;
  private final GraphReferences references;
  private final Messages messages;
  private final Validations validations = new Validations();
  private final Replacement replacement = new Replacement();
  private final List<SharedObject> sharedWritten = new ArrayList<>(0);
  private @Nullable PickleBuffer target;
  private List<Object> sourceArrays = List.of();
  private InputLimits limits = InputLimits.NONE;
  private boolean sharedAllowed;
  private int maxLevels;
  private int start;
  private @Nullable RuntimeException failure;

  PickleKryo(TableClassResolver classes, GraphReferences references, Messages messages) {
    super(classes, references);
    this.messages = messages;
    this.classes = classes;
    this.references = references;
    setRegistrationRequired(false);
    setOptimizedGenerics(false);
  }

  /** Prepares for a message to be written. */
  void startWriting(PickleBuffer target, boolean sharedAllowed, int maxLevels) {
    this.target = target;
    this.sharedAllowed = sharedAllowed;
    this.maxLevels = maxLevels;
    failure = null;
  }

  /** Prepares for a message to be read. */
  void startReading(PickleSource source, ClassLoader loader, InputLimits limits, int maxLevels) {
    this.sourceArrays = source.arrays();
    this.start = source.position();
    this.limits = limits;
    this.maxLevels = maxLevels;
    setClassLoader(loader);
    failure = null;
  }

  /** Keeps nothing of a message alive while idle. */
  void letGo() {
    target = null;
    sourceArrays = List.of();
    limits = InputLimits.NONE;
    validations.clear();
    replacement.clear();
    sharedWritten.clear();
    classes.next(null);
    failure = null;
  }

  /**
   * Throws what a serializer reported, even if some user's hook has caught it: what was written or
   * read since is not to be trusted.
   */
  void finish() {
    if (failure != null) {
      throw failure;
    }
  }

  TableClassResolver classes() {
    return classes;
  }

  GraphReferences references() {
    return references;
  }

  Validations validations() {
    return validations;
  }

  /** What is filled once its elements are whole. */
  LateFillings late() {
    return references.late();
  }

  /** Whether the sender is not trusted with everything. */
  boolean isFiltered() {
    return limits != InputLimits.NONE;
  }

  /**
   * Asks the filter about a class, or an array of {@code length} elements.
   *
   * @param length -1 if it is not an array
   * @throws SecurityException if the filter rejects it
   */
  void check(Class<?> type, long length, Input input) {
    if (isFiltered()) {
      limits.check(type, length, getDepth(), input.position() - start);
    }
  }

  boolean sharedAllowed() {
    return sharedAllowed;
  }

  /** The shared objects in the message written so far; added to by their serializer. */
  List<SharedObject> sharedWritten() {
    return sharedWritten;
  }

  /** A value that was read sealed, as the reader of this message wants it. */
  @Nullable Object opened(SealedValue value) {
    return messages.opened(value, classes.known(), limits);
  }

  /** Refers to an array out of band; its number is for {@link #arrayOutOfBand}. */
  int sendOutOfBand(Object array) {
    return requireNonNull(target).addArray(array);
  }

  Object arrayOutOfBand(int number) {
    return sourceArrays.get(number);
  }

  /** Writes an object that will stand where objects of this type can. */
  void writePart(Output output, @Nullable Object object, Class<?> place) {
    replacement.place(object, place);
    writeClassAndObject(output, object);
  }

  /** Whether what stands in for an object that is written fits where that is. */
  Replacement replacement() {
    return replacement;
  }

  @Override
  public void writeClassAndObject(Output output, @Nullable Object object) {
    if (getDepth() >= maxLevels) {
      throw failed(TooDeep.SIGNAL);
    }
    classes.next(object);
    try {
      super.writeClassAndObject(output, object);
    } catch (TooDeep e) {
      throw e;
    } catch (Unsendable e) {
      throw failed(left(e, object));
    } catch (RuntimeException | LinkageError e) {
      throw failed(left(Unsendable.failed(typeOf(object), e), object));
    }
  }

  /** Reads an object that cannot be filled in later, should it be missing. */
  @Override
  public @Nullable Object readClassAndObject(Input input) {
    if (getDepth() >= maxLevels) {
      throw failed(TooDeep.SIGNAL);
    }
    int id = references.nextId();
    references.entered();
    Object object = super.readClassAndObject(input);
    if (references.left(id)) {
      references.late().whole(id);
      return object == null ? references.object(id) : object;
    }
    return object;
  }

  /** As {@link #readClassAndObject}; if null, {@link GraphReferences#takeMissing} may know why. */
  @Nullable Object readChild(Input input) {
    references.allowMissing();
    Object child = readClassAndObject(input);
    references.forbidMissing();
    return child;
  }

  @Override
  @SuppressWarnings("rawtypes") // as Kryo declares it
  public Registration getRegistration(Class type) {
    return classes.registration(type);
  }

  @Override
  @SuppressWarnings("rawtypes") // as Kryo declares it
  public Serializer getDefaultSerializer(Class type) {
    return classes.registration(type).getSerializer();
  }

  private <E extends RuntimeException> E failed(E e) {
    failure = e;
    return e;
  }

  private static Unsendable left(Unsendable e, @Nullable Object object) {
    e.leaving(typeOf(object));
    return e;
  }

  private static Class<?> typeOf(@Nullable Object object) {
    return object == null ? void.class : object.getClass();
  }
}
