package io.procpool.ipc.pickle;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.BitSet;
import java.util.Currency;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The JDK's values that refer to no other object, by exact class. */
@SuppressWarnings({"JavaUtilDate", "JdkObsolete"}) // users' values are of the class they chose
final class JdkValues {

  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** In the order of their numbers. */
  private static final Map<Class<?>, GraphSerializer<?>> SERIALIZERS = new LinkedHashMap<>();

  static {
    boxes();
    texts();
    numbers();
    optionals();
    times();
  }

  private JdkValues() {}

  static @Nullable GraphSerializer<?> serializer(Class<?> type) {
    return SERIALIZERS.get(type);
  }

  static Stream<Class<?>> classes() {
    return SERIALIZERS.keySet().stream();
  }

  private static void boxes() {
    add(Integer.class, (out, v) -> out.writeVarInt(v, false), in -> in.readVarInt(false));
    add(Long.class, (out, v) -> out.writeVarLong(v, false), in -> in.readVarLong(false));
    add(Double.class, (out, v) -> out.writeDouble(v), in -> in.readDouble());
    add(Float.class, (out, v) -> out.writeFloat(v), in -> in.readFloat());
    add(Boolean.class, (out, v) -> out.writeBoolean(v), in -> in.readBoolean());
    add(Byte.class, (out, v) -> out.writeByte(v), in -> in.readByte());
    add(Short.class, (out, v) -> out.writeShort(v), in -> in.readShort());
    add(Character.class, (out, v) -> out.writeChar(v), in -> in.readChar());
  }

  private static void texts() {
    add(String.class, PickleOutput::writeText, PickleInput::readText);
    add(
        StringBuilder.class,
        (out, v) -> out.writeText(v.toString()),
        in -> new StringBuilder(in.readText()));
    add(
        StringBuffer.class,
        (out, v) -> out.writeText(v.toString()),
        in -> new StringBuffer(in.readText()));
    add(
        Currency.class,
        (out, v) -> out.writeText(v.getCurrencyCode()),
        in -> Currency.getInstance(in.readText()));
    add(
        UUID.class,
        (out, v) -> {
          out.writeLong(v.getMostSignificantBits());
          out.writeLong(v.getLeastSignificantBits());
        },
        in -> new UUID(in.readLong(), in.readLong()));
  }

  private static void numbers() {
    add(BigInteger.class, JdkValues::writeInteger, JdkValues::readInteger);
    add(
        BigDecimal.class,
        (out, v) -> {
          out.writeVarInt(v.scale(), false);
          writeInteger(out, v.unscaledValue());
        },
        in -> {
          int scale = in.readVarInt(false);
          return new BigDecimal(readInteger(in), scale);
        });
    add(BitSet.class, JdkValues::writeBits, JdkValues::readBits);
  }

  private static void optionals() {
    add(
        OptionalInt.class,
        (out, v) -> {
          out.writeBoolean(v.isPresent());
          out.writeVarInt(v.orElse(0), false);
        },
        in -> {
          boolean present = in.readBoolean();
          int value = in.readVarInt(false);
          return present ? OptionalInt.of(value) : OptionalInt.empty();
        });
    add(
        OptionalLong.class,
        (out, v) -> {
          out.writeBoolean(v.isPresent());
          out.writeVarLong(v.orElse(0), false);
        },
        in -> {
          boolean present = in.readBoolean();
          long value = in.readVarLong(false);
          return present ? OptionalLong.of(value) : OptionalLong.empty();
        });
    add(
        OptionalDouble.class,
        (out, v) -> {
          out.writeBoolean(v.isPresent());
          out.writeDouble(v.orElse(0));
        },
        in -> {
          boolean present = in.readBoolean();
          double value = in.readDouble();
          return present ? OptionalDouble.of(value) : OptionalDouble.empty();
        });
  }

  private static void times() {
    add(Date.class, (out, v) -> out.writeLong(v.getTime()), in -> new Date(in.readLong()));
    add(
        Instant.class,
        (out, v) -> {
          out.writeVarLong(v.getEpochSecond(), false);
          out.writeInt(v.getNano());
        },
        in -> Instant.ofEpochSecond(in.readVarLong(false), in.readInt()));
    add(
        Duration.class,
        (out, v) -> {
          out.writeVarLong(v.getSeconds(), false);
          out.writeInt(v.getNano());
        },
        in -> Duration.ofSeconds(in.readVarLong(false), in.readInt()));
    add(LocalDate.class, JdkValues::writeDate, JdkValues::readDate);
    add(LocalTime.class, JdkValues::writeTime, JdkValues::readTime);
    add(
        LocalDateTime.class,
        (out, v) -> {
          writeDate(out, v.toLocalDate());
          writeTime(out, v.toLocalTime());
        },
        in -> LocalDateTime.of(readDate(in), readTime(in)));
    add(
        Period.class,
        (out, v) -> {
          out.writeVarInt(v.getYears(), false);
          out.writeVarInt(v.getMonths(), false);
          out.writeVarInt(v.getDays(), false);
        },
        in -> Period.of(in.readVarInt(false), in.readVarInt(false), in.readVarInt(false)));
    add(Year.class, (out, v) -> out.writeInt(v.getValue()), in -> Year.of(in.readInt()));
    add(
        YearMonth.class,
        (out, v) -> {
          out.writeInt(v.getYear());
          out.writeByte(v.getMonthValue());
        },
        in -> YearMonth.of(in.readInt(), in.readByte()));
    add(
        ZoneOffset.class,
        (out, v) -> out.writeInt(v.getTotalSeconds()),
        in -> ZoneOffset.ofTotalSeconds(in.readInt()));
  }

  private static void writeInteger(PickleOutput out, BigInteger value) {
    byte[] bytes = value.toByteArray();
    out.writeVarLong(bytes.length, true);
    out.writeBytes(bytes);
  }

  private static BigInteger readInteger(PickleInput in) {
    return new BigInteger(in.readBytes(in.readCount()));
  }

  private static void writeBits(PickleOutput out, BitSet value) {
    long[] words = value.toLongArray();
    out.writeVarLong(words.length, true);
    out.writeArray(MemorySegment.ofArray(words), LONG);
  }

  private static BitSet readBits(PickleInput in) {
    long[] words = new long[in.count(in.readVarLong(true), Long.BYTES)];
    in.readArray(MemorySegment.ofArray(words), LONG);
    return BitSet.valueOf(words);
  }

  private static void writeDate(PickleOutput out, LocalDate value) {
    out.writeVarLong(value.toEpochDay(), false);
  }

  private static LocalDate readDate(PickleInput in) {
    return LocalDate.ofEpochDay(in.readVarLong(false));
  }

  private static void writeTime(PickleOutput out, LocalTime value) {
    out.writeVarLong(value.toNanoOfDay(), true);
  }

  private static LocalTime readTime(PickleInput in) {
    return LocalTime.ofNanoOfDay(in.readVarLong(true));
  }

  private static <T> void add(
      Class<T> type, ValueSerializer.Writer<T> writer, ValueSerializer.Reader<T> reader) {
    SERIALIZERS.put(type, new ValueSerializer<>(writer, reader));
  }
}
