package io.procpool.ipc.pickle;

import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.DoubleSummaryStatistics;
import java.util.HexFormat;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Values of the JDK that fewer programs use, by exact class. Their serializers are made when they
 * are first asked for: no worker's start pays for them.
 */
final class JdkLateValues {

  private JdkLateValues() {}

  /** The serializer of a class, or null. */
  static @Nullable GraphSerializer<?> serializer(Class<?> type) {
    if (type == IntSummaryStatistics.class) {
      return new ValueSerializer<IntSummaryStatistics>(
          (out, v) -> {
            out.writeVarLong(v.getCount(), true);
            out.writeInt(v.getMin());
            out.writeInt(v.getMax());
            out.writeLong(v.getSum());
          },
          in ->
              new IntSummaryStatistics(
                  in.readVarLong(true), in.readInt(), in.readInt(), in.readLong()));
    }
    if (type == LongSummaryStatistics.class) {
      return new ValueSerializer<LongSummaryStatistics>(
          (out, v) -> {
            out.writeVarLong(v.getCount(), true);
            out.writeLong(v.getMin());
            out.writeLong(v.getMax());
            out.writeLong(v.getSum());
          },
          in ->
              new LongSummaryStatistics(
                  in.readVarLong(true), in.readLong(), in.readLong(), in.readLong()));
    }
    if (type == DoubleSummaryStatistics.class) {
      return new ValueSerializer<DoubleSummaryStatistics>(
          (out, v) -> {
            out.writeVarLong(v.getCount(), true);
            out.writeDouble(v.getMin());
            out.writeDouble(v.getMax());
            out.writeDouble(v.getSum());
          },
          in ->
              new DoubleSummaryStatistics(
                  in.readVarLong(true), in.readDouble(), in.readDouble(), in.readDouble()));
    }
    if (type == FileTime.class) {
      return new ValueSerializer<>(JdkLateValues::writeFileTime, JdkLateValues::readFileTime);
    }
    if (type == HexFormat.class) {
      return new ValueSerializer<>(JdkLateValues::writeHexFormat, JdkLateValues::readHexFormat);
    }
    if (CollectorSerializer.handles(type)) {
      return new CollectorSerializer();
    }
    if (CallableAdapterSerializer.handles(type)) {
      return new CallableAdapterSerializer();
    }
    return type == DateTimeFormatter.class
        ? new ValueSerializer<DateTimeFormatter>(
            (out, v) -> out.writeByte(Formatters.number(v)),
            in -> Formatters.PREDEFINED.get(in.readByte()))
        : null;
  }

  /** As an instant; in days where instants end. */
  private static void writeFileTime(PickleOutput out, FileTime value) {
    Instant instant = value.toInstant();
    boolean beyond = instant.equals(Instant.MAX) || instant.equals(Instant.MIN);
    out.writeBoolean(beyond);
    out.writeVarLong(beyond ? value.to(TimeUnit.DAYS) : instant.getEpochSecond(), false);
    out.writeInt(beyond ? 0 : instant.getNano());
  }

  private static FileTime readFileTime(PickleInput in) {
    boolean beyond = in.readBoolean();
    long value = in.readVarLong(false);
    int nanos = in.readInt();
    return beyond
        ? FileTime.from(value, TimeUnit.DAYS)
        : FileTime.from(Instant.ofEpochSecond(value, nanos));
  }

  private static void writeHexFormat(PickleOutput out, HexFormat value) {
    out.writeText(value.delimiter());
    out.writeText(value.prefix());
    out.writeText(value.suffix());
    out.writeBoolean(value.isUpperCase());
  }

  private static HexFormat readHexFormat(PickleInput in) {
    HexFormat format =
        HexFormat.ofDelimiter(in.readText()).withPrefix(in.readText()).withSuffix(in.readText());
    return in.readBoolean() ? format.withUpperCase() : format;
  }

  /** The JDK's own formatters; others do not say what they were made of. */
  private static final class Formatters {

    /** In the order of their numbers. */
    static final List<DateTimeFormatter> PREDEFINED =
        List.of(
            DateTimeFormatter.BASIC_ISO_DATE,
            DateTimeFormatter.ISO_DATE,
            DateTimeFormatter.ISO_DATE_TIME,
            DateTimeFormatter.ISO_INSTANT,
            DateTimeFormatter.ISO_LOCAL_DATE,
            DateTimeFormatter.ISO_LOCAL_DATE_TIME,
            DateTimeFormatter.ISO_LOCAL_TIME,
            DateTimeFormatter.ISO_OFFSET_DATE,
            DateTimeFormatter.ISO_OFFSET_DATE_TIME,
            DateTimeFormatter.ISO_OFFSET_TIME,
            DateTimeFormatter.ISO_ORDINAL_DATE,
            DateTimeFormatter.ISO_TIME,
            DateTimeFormatter.ISO_WEEK_DATE,
            DateTimeFormatter.ISO_ZONED_DATE_TIME,
            DateTimeFormatter.RFC_1123_DATE_TIME);

    static int number(DateTimeFormatter formatter) {
      for (int i = 0; i < PREDEFINED.size(); i++) {
        if (PREDEFINED.get(i) == formatter) { // it has no equals of its own
          return i;
        }
      }
      throw Unsendable.refused(
          DateTimeFormatter.class,
          "hold it in a static field, or send its pattern and make it in the task");
    }
  }
}
