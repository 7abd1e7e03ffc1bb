package io.procpool.ipc.pickle;

import static io.procpool.ipc.pickle.Sample.by;
import static io.procpool.ipc.pickle.Sample.equal;
import static io.procpool.ipc.pickle.Sample.equalOnly;
import static io.procpool.ipc.pickle.Sample.that;

import java.awt.Color;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.geom.AffineTransform;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodType;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.text.ChoiceFormat;
import java.text.MessageFormat;
import java.text.NumberFormat;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.chrono.ThaiBuddhistChronology;
import java.time.chrono.ThaiBuddhistDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ValueRange;
import java.time.temporal.WeekFields;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Values of the JDK's libraries: what streams collect, formats, buffers, dates, drawing, SQL. */
final class JdkLibrarySamples {

  private JdkLibrarySamples() {}

  static List<Sample> all() {
    List<Sample> all = new ArrayList<>();
    all.addAll(collected());
    all.addAll(comparators());
    all.addAll(formats());
    all.addAll(buffers());
    all.addAll(views());
    all.addAll(wrappers());
    all.addAll(others());
    all.addAll(throwables());
    return all;
  }

  private static List<Sample> collected() {
    return List.of(
        by("IntSummaryStatistics", () -> IntStream.of(3, -1).summaryStatistics(), Object::toString),
        by("no ints", IntSummaryStatistics::new, Object::toString),
        by("LongSummaryStatistics", () -> LongStream.of(3).summaryStatistics(), Object::toString),
        by(
            "DoubleSummaryStatistics",
            () -> DoubleStream.of(0.1, 0.2, 0.3).summaryStatistics(),
            s -> List.of(s.getCount(), s.getSum(), s.getMin(), s.getMax(), s.getAverage())),
        that(
            "statistics that go on",
            () -> IntStream.of(1, 2).summaryStatistics(),
            s -> {
              s.combine(IntStream.of(10).summaryStatistics());
              return s.getCount() == 3 && s.getSum() == 13 && s.getMax() == 10;
            }),
        by("summarizingInt by group", JdkLibrarySamples::lengths, Object::toString),
        equal(
            "groupingBy",
            () -> Stream.of("a", "bb").collect(Collectors.groupingBy(String::length))),
        equalOnly(
            "partitioningBy", () -> Stream.of(1, 2).collect(Collectors.partitioningBy(x -> x > 1))),
        equalOnly(
            "teeing",
            () ->
                Stream.of(1, 2)
                    .collect(
                        Collectors.teeing(Collectors.counting(), Collectors.toSet(), Map::entry))),
        equal(
            "toUnmodifiableMap",
            () -> Stream.of(1, 2, 3).collect(Collectors.toUnmodifiableMap(x -> x, x -> -x))));
  }

  private static Map<String, IntSummaryStatistics> lengths() {
    return Stream.of("a", "b")
        .collect(Collectors.groupingBy(x -> x, Collectors.summarizingInt(String::length)));
  }

  private static Sample order(String name, Comparator<String> comparator) {
    return that(
        name,
        () -> comparator,
        copy -> Stream.of("b", "ccc", "aa").sorted(copy).toList().toString().equals(name));
  }

  private static List<Sample> comparators() {
    Function<String, Integer> length = (Function<String, Integer> & Serializable) String::length;
    return List.of(
        order("[ccc, aa, b]", Comparator.comparing(length).reversed()),
        order(
            "[b, aa, ccc]", Comparator.comparing(length).thenComparing(Comparator.naturalOrder())),
        order("[aa, b, ccc]", Comparator.nullsFirst(Comparator.naturalOrder())),
        order("[ccc, b, aa]", Collections.reverseOrder()),
        that(
            "comparingByValue",
            () -> Map.Entry.<String, Integer>comparingByValue().reversed(),
            c -> c.compare(Map.entry("a", 1), Map.entry("b", 2)) > 0));
  }

  private static List<Sample> formats() {
    return List.of(
        equal("FileTime", () -> FileTime.fromMillis(-1234567)),
        equal("FileTime beyond instants", () -> FileTime.from(Long.MAX_VALUE, TimeUnit.DAYS)),
        equal("FileTime before instants", () -> FileTime.from(Long.MIN_VALUE, TimeUnit.DAYS)),
        equal("PosixFilePermissions", () -> PosixFilePermissions.fromString("rwxr-x---")),
        equal("HexFormat", () -> HexFormat.ofDelimiter(":").withPrefix("0x").withUpperCase()),
        that(
            "predefined DateTimeFormatter",
            () -> DateTimeFormatter.ISO_LOCAL_DATE,
            f -> f == DateTimeFormatter.ISO_LOCAL_DATE),
        that(
            "RFC 1123",
            () -> DateTimeFormatter.RFC_1123_DATE_TIME,
            f -> f == DateTimeFormatter.RFC_1123_DATE_TIME),
        equal("NumberFormat", () -> NumberFormat.getCurrencyInstance(Locale.US)),
        equal("MessageFormat", () -> new MessageFormat("{0,number,#.##} of {1,date}", Locale.US)),
        equal("ChoiceFormat", () -> new ChoiceFormat("0#none|1#one|2#many")));
  }

  private static List<Sample> buffers() {
    return List.of(
        equalOnly("CharBuffer of a text", () -> CharBuffer.wrap("abc")),
        equal("CharBuffer", () -> CharBuffer.allocate(3).put("ab").flip()),
        equal("ShortBuffer", () -> ShortBuffer.wrap(new short[] {1, 2})),
        equal("IntBuffer", () -> IntBuffer.wrap(new int[] {1, 2, 3}, 1, 1)),
        that(
            "IntBuffer in the middle",
            () -> IntBuffer.wrap(new int[] {1, 2, 3}, 1, 1).asReadOnlyBuffer(),
            b -> b.isReadOnly() && b.position() == 1 && b.limit() == 2 && b.capacity() == 3),
        equal("LongBuffer", () -> LongBuffer.wrap(new long[] {1, -2})),
        equal("FloatBuffer", () -> FloatBuffer.wrap(new float[] {1, 2})),
        equal("DoubleBuffer", () -> DoubleBuffer.wrap(new double[20_000])),
        equalOnly(
            "IntBuffer over bytes", () -> ByteBuffer.allocate(8).putInt(7).flip().asIntBuffer()));
  }

  private static List<Sample> views() {
    Map<String, Integer> identities = new IdentityHashMap<>();
    identities.put("a".repeat(2), 1);
    identities.put("a".repeat(2), 1);
    return List.of(
        that(
            "reversed ArrayDeque",
            () -> new ArrayDeque<>(List.of(1, 2)).reversed(),
            d -> d.pollFirst() == 2 && d.pollLast() == 1),
        equalOnly("reversed LinkedList", () -> new LinkedList<>(List.of(1, 2)).reversed()),
        equalOnly("reversed List.of", () -> List.of(1, 2, 3).reversed()),
        that("keys by identity", identities::keySet, keys -> keys.size() == 2),
        that(
            "entries by identity",
            identities::entrySet,
            entries ->
                entries.size() == 2 && entries.stream().allMatch(e -> e.getKey().equals("aa"))),
        that("values by identity", identities::values, values -> List.of(1, 1).equals(values)),
        equalOnly("descendingMap", () -> new TreeMap<>(Map.of(1, 2, 3, 4)).descendingMap()),
        equalOnly("descendingSet", () -> new TreeSet<>(List.of(1, 2)).descendingSet()),
        equalOnly("headMap", () -> new ConcurrentSkipListMap<>(Map.of(1, 2, 3, 4)).headMap(3)),
        equalOnly("entry of an EnumMap", JdkLibrarySamples::enumEntry),
        equalOnly("subList of Arrays.asList", () -> Arrays.asList(1, 2, 3).subList(0, 2)),
        equalOnly("subList of a Vector", () -> new Vector<>(List.of(1, 2, 3)).subList(0, 2)));
  }

  private static Map.Entry<TimeUnit, Integer> enumEntry() {
    return new EnumMap<>(Map.of(TimeUnit.DAYS, 1)).entrySet().iterator().next();
  }

  private static List<Sample> wrappers() {
    List<Integer> list = new ArrayList<>(List.of(1, 2));
    Map<String, Integer> map = new HashMap<>(Map.of("a", 1));
    return List.of(
        equal(
            "unmodifiableList of a subList",
            () -> Collections.unmodifiableList(list.subList(0, 1))),
        equalOnly("keys of an unmodifiableMap", () -> Collections.unmodifiableMap(map).keySet()),
        equalOnly(
            "entries of an unmodifiableMap", () -> Collections.unmodifiableMap(map).entrySet()),
        equal(
            "unmodifiableNavigableSet",
            () -> Collections.unmodifiableNavigableSet(new TreeSet<>(list))),
        equal("synchronizedSet", () -> Collections.synchronizedSet(new HashSet<>(list))),
        equal("synchronizedSortedMap", () -> Collections.synchronizedSortedMap(new TreeMap<>(map))),
        equal("checkedSet", () -> Collections.checkedSet(new HashSet<>(list), Integer.class)),
        by(
            "checkedQueue",
            () -> Collections.checkedQueue(new ArrayDeque<>(list), Integer.class),
            ArrayList::new),
        by("asLifoQueue", () -> Collections.asLifoQueue(new ArrayDeque<>(list)), ArrayList::new),
        by("DoubleAdder", JdkLibrarySamples::adder, DoubleAdder::sum),
        by("LongAccumulator", JdkLibrarySamples::accumulator, LongAccumulator::get),
        by("AtomicLongArray", () -> new AtomicLongArray(new long[] {1}), Object::toString));
  }

  private static DoubleAdder adder() {
    DoubleAdder adder = new DoubleAdder();
    adder.add(2.5);
    return adder;
  }

  private static LongAccumulator accumulator() {
    LongAccumulator maximum =
        new LongAccumulator(
            (java.util.function.LongBinaryOperator & Serializable) Long::max, Long.MIN_VALUE);
    maximum.accumulate(5);
    return maximum;
  }

  private static List<Sample> others() {
    return List.of(
        equal("Clock.fixed", () -> Clock.fixed(Instant.EPOCH, ZoneOffset.UTC)),
        equal("ZoneRules", () -> ZoneId.of("Europe/Paris").getRules()),
        equal("ValueRange", () -> ValueRange.of(1, 3)),
        equal("WeekFields", () -> WeekFields.ISO),
        equal("ThaiBuddhistDate", () -> ThaiBuddhistDate.of(2560, 1, 1)),
        equal("ChronoPeriod", () -> ThaiBuddhistChronology.INSTANCE.period(1, 2, 3)),
        equal("java.sql.Date", () -> new java.sql.Date(5)),
        equal("Timestamp", JdkLibrarySamples::timestamp),
        equal("Color", () -> new Color(1, 2, 3, 4)),
        equal("Point", () -> new Point(1, 2)),
        equal("Rectangle", () -> new Rectangle(1, 2, 3, 4)),
        equal("AffineTransform", () -> AffineTransform.getRotateInstance(1)),
        equal("MethodType", () -> MethodType.methodType(int.class, String.class)),
        equal("UnixDomainSocketAddress", () -> UnixDomainSocketAddress.of("/tmp/x")),
        equal(
            "InetSocketAddress", () -> new InetSocketAddress(InetAddress.getLoopbackAddress(), 80)),
        equal("record with generics", () -> new Both<>(List.of(1), Map.of("a", Optional.of(2)))),
        that("SecureRandom", SecureRandom::new, r -> r.nextLong() != r.nextLong()));
  }

  record Both<A, B>(A a, B b) {}

  private static Timestamp timestamp() {
    Timestamp timestamp = new Timestamp(5);
    timestamp.setNanos(1234);
    return timestamp;
  }

  private static List<Sample> throwables() {
    return List.of(
        by(
            "SQLException",
            () -> new SQLException("m", "state", 4),
            e -> List.of(e.getMessage(), e.getSQLState(), e.getErrorCode())),
        by(
            "NoSuchFileException",
            () -> new NoSuchFileException("a", "b", "c"),
            e -> List.of(e.getFile(), e.getOtherFile(), e.getReason())),
        by("ParseException", () -> new ParseException("m", 3), ParseException::getErrorOffset),
        by(
            "UncheckedIOException",
            () -> new UncheckedIOException(new IOException("x")),
            e -> e.getCause().getMessage()),
        by("DateTimeParseException", JdkLibrarySamples::unparsed, e -> e.getParsedString()),
        by(
            "ExecutionException",
            () -> new ExecutionException("m", new IOException("x")),
            e -> e.getMessage() + e.getCause()));
  }

  private static DateTimeParseException unparsed() {
    try {
      return new DateTimeParseException(LocalDate.parse("x").toString(), "x", 0);
    } catch (DateTimeParseException e) {
      return e;
    }
  }
}
