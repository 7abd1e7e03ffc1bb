package io.procpool.ipc.pickle;

import static io.procpool.ipc.pickle.Sample.by;
import static io.procpool.ipc.pickle.Sample.equal;
import static io.procpool.ipc.pickle.Sample.equalOnly;
import static io.procpool.ipc.pickle.Sample.that;

import java.io.File;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.DecimalFormat;
import java.text.SimpleDateFormat;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.chrono.JapaneseDate;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The JDK's values. */
final class JdkSamples {

  private JdkSamples() {}

  static List<Sample> all() {
    List<Sample> all = new ArrayList<>();
    all.addAll(boxes());
    all.addAll(texts());
    all.addAll(arrays());
    all.addAll(numbers());
    all.addAll(times());
    all.addAll(lists());
    all.addAll(sets());
    all.addAll(maps());
    all.addAll(views());
    all.addAll(wrappers());
    all.addAll(others());
    return all;
  }

  private static List<Sample> boxes() {
    return List.of(
        equal("null", () -> null),
        equal("true", () -> true),
        equal("false", () -> false),
        equal("int", () -> Integer.MIN_VALUE),
        equal("long", () -> Long.MAX_VALUE),
        equal("short", () -> (short) -3),
        equal("byte", () -> (byte) 200),
        equal("char", () -> '\u20ac'),
        equal("float", () -> Float.MIN_VALUE),
        equal("double", () -> -0.0),
        equal("NaN", () -> Double.NaN),
        equal(
            "Object[] of boxes",
            () -> new Object[] {1, 2L, 'c', (short) 4, (byte) 5, 6f, 7d, true}));
  }

  private static List<Sample> texts() {
    return List.of(
        equal("empty text", () -> ""),
        equal("ASCII", () -> "hello"),
        equal("Latin-1", () -> "h\u00e9llo \u00ff"),
        equal("long Latin-1", () -> "h\u00e9llo".repeat(1000)),
        equal("CJK", () -> "\u4f60\u597d"),
        equal("long CJK", () -> "\u4f60\u597d".repeat(1000)),
        equal("emoji", () -> "a\ud83d\ude00b"),
        equal("lone surrogate", () -> "a\ud800b".repeat(20)),
        equal("nul", () -> "a\0b"),
        equal("100,000 characters", () -> "x".repeat(100_000)),
        equal(
            "texts in a list",
            () -> new ArrayList<>(List.of("", "a", "\u4f60", "\u00e9".repeat(50)))),
        by("StringBuilder", () -> new StringBuilder("abc"), StringBuilder::toString),
        by("StringBuffer", () -> new StringBuffer("abc"), StringBuffer::toString));
  }

  private static List<Sample> arrays() {
    return List.of(
        equal("byte[]", () -> new byte[] {1, -1}),
        equal("byte[] out of band", () -> filled(new byte[70_000])),
        equal("short[]", () -> new short[] {1, -1}),
        equal("char[]", () -> new char[] {'a', '\u4f60'}),
        equal("int[]", () -> IntStream.range(-500, 500).toArray()),
        equal("int[] out of band", () -> IntStream.range(0, 20_000).toArray()),
        equal("long[]", () -> new long[] {Long.MIN_VALUE, 1}),
        equal("float[]", () -> new float[] {1.5f, Float.NaN}),
        equal("double[]", () -> new double[] {1.5, Double.NEGATIVE_INFINITY}),
        equal("double[] out of band", () -> IntStream.range(0, 9000).asDoubleStream().toArray()),
        equal("boolean[]", () -> new boolean[] {true, false, true}),
        equal("boolean[] of 70,000", () -> new boolean[70_000]),
        equal("empty int[]", () -> new int[0]),
        equal("int[][]", () -> new int[][] {{1}, {}, {2, 3}}),
        equal("String[]", () -> new String[] {"a", null, "b"}),
        equal("Object[][]", () -> new Object[][] {{1, "a"}, {null}}),
        equal("Integer[]", () -> new Integer[] {1, null, 3}),
        equal("List[]", () -> new List<?>[] {List.of(1), new ArrayList<>()}));
  }

  private static byte[] filled(byte[] bytes) {
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }
    return bytes;
  }

  private static List<Sample> numbers() {
    return List.of(
        equal("BigInteger", () -> BigInteger.TWO.pow(200).negate()),
        equal("BigInteger zero", () -> BigInteger.ZERO),
        equal("BigDecimal", () -> new BigDecimal("-12345678901234567890.1234500")),
        equal("BigDecimal with negative scale", () -> new BigDecimal("1E+30")),
        equal("MathContext", () -> MathContext.DECIMAL64),
        equal("BitSet", () -> BitSet.valueOf(new long[] {5, 0, 7})),
        by("AtomicInteger", () -> new AtomicInteger(5), AtomicInteger::get),
        by("AtomicLong", () -> new AtomicLong(5), AtomicLong::get),
        by("AtomicBoolean", () -> new AtomicBoolean(true), AtomicBoolean::get),
        by("AtomicReference", () -> new AtomicReference<>("x"), AtomicReference::get),
        by("AtomicIntegerArray", () -> new AtomicIntegerArray(new int[] {1, 2}), Object::toString),
        by(
            "AtomicReferenceArray",
            () -> new AtomicReferenceArray<>(new String[] {"a"}),
            Object::toString),
        by("LongAdder", JdkSamples::adder, LongAdder::sum),
        by("Random", () -> new Random(42), Random::nextInt));
  }

  private static LongAdder adder() {
    LongAdder adder = new LongAdder();
    adder.add(7);
    return adder;
  }

  private static List<Sample> times() {
    LocalDate date = LocalDate.of(2024, 2, 29);
    LocalTime time = LocalTime.of(23, 59, 59, 999_999_999);
    return List.of(
        equal("Instant", () -> Instant.ofEpochSecond(-1, 5)),
        equal("Instant.MAX", () -> Instant.MAX),
        equal("Duration", () -> Duration.ofSeconds(-5, 7)),
        equal("LocalDate", () -> date),
        equal("LocalDate.MIN", () -> LocalDate.MIN),
        equal("LocalTime", () -> time),
        equal("LocalDateTime", () -> LocalDateTime.of(date, time)),
        equal("ZonedDateTime", () -> ZonedDateTime.of(date, time, ZoneId.of("Europe/Paris"))),
        equal("OffsetDateTime", () -> OffsetDateTime.of(date, time, ZoneOffset.ofHours(-3))),
        equal("OffsetTime", () -> OffsetTime.of(time, ZoneOffset.UTC)),
        equal("ZoneId", () -> ZoneId.of("America/New_York")),
        equal("ZoneOffset", () -> ZoneOffset.ofHoursMinutes(5, 30)),
        equal("Period", () -> Period.of(1, -2, 3)),
        equal("Year", () -> Year.of(-44)),
        equal("YearMonth", () -> YearMonth.of(2024, 12)),
        equal("MonthDay", () -> MonthDay.of(2, 29)),
        equal("DayOfWeek", () -> DayOfWeek.FRIDAY),
        equal("JapaneseDate", () -> JapaneseDate.of(2020, 1, 1)),
        equal("Date", () -> new Date(123456789L)),
        equal("java.sql-like subclass of Date", () -> new MyDate(5, "note")),
        equal("GregorianCalendar", JdkSamples::calendar),
        equal("TimeZone", () -> TimeZone.getTimeZone("Asia/Tokyo")),
        equal("SimpleTimeZone", () -> new SimpleTimeZone(3_600_000, "X")),
        equal("SimpleDateFormat", () -> new SimpleDateFormat("yyyy-MM-dd", Locale.ROOT)),
        equal("DecimalFormat", () -> new DecimalFormat("#,##0.00")));
  }

  private static Calendar calendar() {
    Calendar calendar = new GregorianCalendar(TimeZone.getTimeZone("GMT+3"), Locale.ROOT);
    calendar.setTimeInMillis(0);
    return calendar;
  }

  static final class MyDate extends Date {
    private static final long serialVersionUID = 1L;
    private final String note;

    MyDate(long time, String note) {
      super(time);
      this.note = note;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof MyDate date && super.equals(date) && date.note.equals(note);
    }

    @Override
    public int hashCode() {
      return note.hashCode();
    }
  }

  private static List<Sample> lists() {
    return List.of(
        equal("ArrayList", () -> new ArrayList<>(Arrays.asList(1, "a", null, 2.5))),
        equal("empty ArrayList", ArrayList::new),
        equal("LinkedList", () -> new LinkedList<>(List.of(1, 2))),
        equal("Vector", () -> new Vector<>(List.of(1, 2))),
        equal(
            "Stack",
            () -> {
              Stack<Integer> s = new Stack<>();
              s.push(1);
              return s;
            }),
        equal("CopyOnWriteArrayList", () -> new CopyOnWriteArrayList<>(List.of(1, 2))),
        equal("List.of()", List::of),
        equal("List.of(1)", () -> List.of(1)),
        equal("List.of(1, 2, 3)", () -> List.of(1, 2, 3)),
        equal("Stream.toList with null", () -> Stream.of(1, null).toList()),
        equal("Arrays.asList", () -> Arrays.asList("a", null)),
        equal("Collections.emptyList", Collections::emptyList),
        equal("Collections.singletonList", () -> Collections.singletonList(1)),
        equal("Collections.nCopies", () -> Collections.nCopies(3, "x")),
        by("ArrayDeque", () -> new ArrayDeque<>(List.of(1, 2)), ArrayList::new),
        by("PriorityQueue", () -> queue(), JdkSamples::drained),
        by(
            "ConcurrentLinkedQueue",
            () -> new ConcurrentLinkedQueue<>(List.of(1, 2)),
            ArrayList::new),
        by(
            "ConcurrentLinkedDeque",
            () -> new ConcurrentLinkedDeque<>(List.of(1, 2)),
            ArrayList::new),
        equal(
            "list of lists",
            () -> new ArrayList<>(List.of(List.of(1), new LinkedList<>(List.of(2))))));
  }

  private static PriorityQueue<Integer> queue() {
    PriorityQueue<Integer> queue = new PriorityQueue<>(Comparator.reverseOrder());
    queue.addAll(List.of(3, 9, 5));
    return queue;
  }

  private static Object drained(PriorityQueue<Integer> queue) {
    PriorityQueue<Integer> copy = new PriorityQueue<>(queue);
    List<Integer> drained = new ArrayList<>();
    while (!copy.isEmpty()) {
      drained.add(copy.poll());
    }
    return drained;
  }

  private static List<Sample> sets() {
    return List.of(
        equal("HashSet", () -> new HashSet<>(Arrays.asList(1, null, "a"))),
        by("LinkedHashSet", () -> new LinkedHashSet<>(List.of(3, 1, 2)), ArrayList::new),
        by("TreeSet", () -> new TreeSet<>(List.of(3, 1, 2)), ArrayList::new),
        by("TreeSet by comparator", () -> descending(), ArrayList::new),
        equal("ConcurrentSkipListSet", () -> new ConcurrentSkipListSet<>(List.of(2, 1))),
        equal("CopyOnWriteArraySet", () -> new CopyOnWriteArraySet<>(List.of(2, 1))),
        equal(
            "ConcurrentHashMap.newKeySet",
            () -> {
              Set<Integer> s = ConcurrentHashMap.newKeySet();
              s.add(1);
              return s;
            }),
        equal("Set.of", () -> Set.of(1, 2, 3)),
        equal("Set.of(1)", () -> Set.of(1)),
        equal("EnumSet", () -> EnumSet.of(TimeUnit.DAYS, TimeUnit.HOURS)),
        equal("empty EnumSet", () -> EnumSet.noneOf(TimeUnit.class)),
        equal(
            "newSetFromMap",
            () -> {
              Set<Integer> s = Collections.newSetFromMap(new IdentityHashMap<>());
              s.add(1);
              return s;
            }),
        equal("Collections.singleton", () -> Collections.singleton("x")),
        equal("Collections.emptySet", Collections::emptySet));
  }

  private static TreeSet<String> descending() {
    TreeSet<String> set = new TreeSet<>(Comparator.<String>naturalOrder().reversed());
    set.addAll(List.of("a", "c", "b"));
    return set;
  }

  private static List<Sample> maps() {
    return List.of(
        equal(
            "HashMap",
            () -> {
              Map<Object, Object> m = new HashMap<>();
              m.put(null, 1);
              m.put("a", null);
              return m;
            }),
        by("LinkedHashMap", () -> ordered(false), m -> new ArrayList<>(m.entrySet())),
        by("LinkedHashMap by access", () -> ordered(true), JdkSamples::touched),
        by(
            "TreeMap",
            () -> new TreeMap<>(Map.of(2, "b", 1, "a")),
            m -> new ArrayList<>(m.entrySet())),
        by(
            "TreeMap by comparator",
            () -> {
              TreeMap<String, Integer> m = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
              m.put("B", 1);
              m.put("a", 2);
              return m;
            },
            m -> m.get("A")),
        equal("ConcurrentHashMap", () -> new ConcurrentHashMap<>(Map.of(1, "a"))),
        equal("ConcurrentSkipListMap", () -> new ConcurrentSkipListMap<>(Map.of(1, "a"))),
        by("IdentityHashMap", () -> new IdentityHashMap<>(Map.of(1, "a")), m -> m.get(1)),
        equal("EnumMap", () -> new EnumMap<>(Map.of(TimeUnit.DAYS, 1))),
        equal("WeakHashMap", () -> new WeakHashMap<>(Map.of("a", 1))),
        equal("Hashtable", () -> new Hashtable<>(Map.of("a", 1))),
        equal(
            "Properties",
            () -> {
              Properties p = new Properties();
              p.setProperty("k", "v");
              return p;
            }),
        equal("Map.of()", Map::of),
        equal("Map.of(1)", () -> Map.of("a", 1)),
        equal("Map.of(2)", () -> Map.of("a", 1, "b", 2)),
        equal("Collections.emptyMap", Collections::emptyMap),
        equal("Collections.singletonMap", () -> Collections.singletonMap("a", 1)),
        equal("SimpleEntry", () -> new AbstractMap.SimpleEntry<>("a", 1)),
        equal("SimpleImmutableEntry", () -> new AbstractMap.SimpleImmutableEntry<>("a", 1)));
  }

  private static LinkedHashMap<String, Integer> ordered(boolean byAccess) {
    LinkedHashMap<String, Integer> map = new LinkedHashMap<>(16, 0.75f, byAccess);
    map.put("c", 1);
    map.put("a", 2);
    map.put("b", 3);
    return map;
  }

  private static Object touched(LinkedHashMap<String, Integer> map) {
    return List.of(map.get("c"), List.copyOf(map.keySet()));
  }

  private static List<Sample> views() {
    Map<String, Integer> map = ordered(false);
    return List.of(
        equalOnly("subList", () -> new ArrayList<>(List.of(1, 2, 3)).subList(1, 3)),
        equalOnly("subList of List.of", () -> List.of(1, 2, 3).subList(1, 3)),
        equalOnly("reversed list", () -> new ArrayList<>(List.of(1, 2, 3)).reversed()),
        equalOnly("keySet", () -> new HashMap<>(map).keySet()),
        equalOnly("keySet of LinkedHashMap", map::keySet),
        new Sample("values", map::values, (a, b) -> b.equals(List.of(1, 2, 3))),
        equalOnly("entrySet", map::entrySet),
        equalOnly("entry of a HashMap", () -> map.entrySet().iterator().next()),
        equalOnly("Map.entry", () -> Map.entry("a", 1)),
        equalOnly("TreeMap.keySet", () -> new TreeMap<>(map).keySet()),
        equalOnly("headSet", () -> new TreeSet<>(List.of(1, 2, 3)).headSet(3)),
        equalOnly("subMap", () -> new TreeMap<>(map).subMap("a", "b")),
        new Sample(
            "reversed LinkedHashMap",
            () -> ordered(false).reversed(),
            (a, b) -> List.of("b", "a", "c").equals(new ArrayList<>(((Map<?, ?>) b).keySet()))),
        equalOnly("ConcurrentHashMap.keySet", () -> new ConcurrentHashMap<>(map).keySet()));
  }

  private static List<Sample> wrappers() {
    List<Integer> list = new ArrayList<>(List.of(1, 2));
    Map<String, Integer> map = new HashMap<>(Map.of("a", 1));
    return List.of(
        equal("unmodifiableList", () -> Collections.unmodifiableList(list)),
        equal("unmodifiableSet", () -> Collections.unmodifiableSet(new HashSet<>(list))),
        equal("unmodifiableMap", () -> Collections.unmodifiableMap(map)),
        by(
            "unmodifiableCollection",
            () -> Collections.unmodifiableCollection(list),
            ArrayList::new),
        equal("unmodifiableSortedMap", () -> Collections.unmodifiableSortedMap(new TreeMap<>(map))),
        equal(
            "unmodifiableSequencedSet",
            () -> Collections.unmodifiableSequencedSet(new LinkedHashSet<>(list))),
        equal("synchronizedList", () -> Collections.synchronizedList(list)),
        equal("synchronizedMap", () -> Collections.synchronizedMap(map)),
        equal("checkedList", () -> Collections.checkedList(list, Integer.class)),
        equal("checkedMap", () -> Collections.checkedMap(map, String.class, Integer.class)));
  }

  private static List<Sample> others() {
    return List.of(
        equal("UUID", () -> new UUID(1, -2)),
        equal("URI", () -> URI.create("http://example.com/a?b#c")),
        by("URL", JdkSamples::url, URL::toString),
        by(
            "Pattern",
            () -> Pattern.compile("a+b", Pattern.CASE_INSENSITIVE),
            p -> p + "/" + p.flags()),
        equal("Optional", () -> Optional.of("x")),
        equal("Optional.empty", Optional::empty),
        equal("OptionalInt", () -> OptionalInt.of(3)),
        equal("OptionalLong", OptionalLong::empty),
        equal("OptionalDouble", () -> OptionalDouble.of(0.5)),
        equal("Locale", () -> Locale.forLanguageTag("zh-Hant-TW-u-ca-roc")),
        equal("Locale.ROOT", () -> Locale.ROOT),
        equal("Currency", () -> Currency.getInstance("EUR")),
        equal("Charset", () -> StandardCharsets.UTF_16BE),
        equal("Path", () -> Path.of("a", "b", "c")),
        equal("absolute Path", () -> Path.of("/tmp/x")),
        equal("File", () -> new File("a/b")),
        equal("ByteBuffer", () -> ByteBuffer.wrap(new byte[] {1, 2, 3})),
        that("ByteBuffer in the middle", JdkSamples::buffer, JdkSamples::sameAsBuffer),
        that(
            "direct ByteBuffer",
            () -> ByteBuffer.allocateDirect(4).putInt(7).flip(),
            b -> b.isDirect() && b.getInt() == 7),
        equal("InetAddress", JdkSamples::address),
        equal("Inet6Address", JdkSamples::address6),
        equal("InetSocketAddress", () -> InetSocketAddress.createUnresolved("localhost", 80)),
        equal("TimeUnit", () -> TimeUnit.DAYS),
        equal("enum constant with a body", () -> UserSamples.Operation.PLUS),
        equal("Class", () -> String.class),
        equal("Class of a primitive", () -> int.class),
        equal("Class of an array", () -> int[][].class),
        equal("Class of what cannot travel", () -> Thread.class),
        equal(
            "Object[] of classes",
            () -> new Object[] {void.class, List.class, UserSamples.Point.class}),
        that(
            "java.util.logging.Logger",
            () -> java.util.logging.Logger.getLogger("a.b"),
            l -> l == java.util.logging.Logger.getLogger("a.b")),
        that("System.Logger", () -> System.getLogger("a.b"), l -> l.getName().equals("a.b")),
        equal(
            "StackTraceElement",
            () -> new StackTraceElement("app", "m", "1", "A", "f", "A.java", 3)),
        that("Object", Object::new, o -> o.getClass() == Object.class),
        that("naturalOrder", Comparator::naturalOrder, c -> c == Comparator.naturalOrder()),
        that(
            "annotation",
            () -> UserSamples.Marked.class.getAnnotation(UserSamples.Note.class),
            a -> a.equals(UserSamples.Marked.class.getAnnotation(UserSamples.Note.class))));
  }

  private static ByteBuffer buffer() {
    ByteBuffer buffer = ByteBuffer.allocate(10).order(ByteOrder.LITTLE_ENDIAN);
    return buffer.putInt(1).putInt(2).limit(9).position(4).asReadOnlyBuffer();
  }

  private static boolean sameAsBuffer(ByteBuffer copy) {
    return copy.isReadOnly() && copy.position() == 4 && copy.limit() == 9 && copy.capacity() == 10;
  }

  private static URL url() {
    try {
      return URI.create("http://example.com:81/a").toURL();
    } catch (java.io.IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static InetAddress address() {
    try {
      return InetAddress.getByAddress("x.example", new byte[] {10, 0, 0, 1});
    } catch (java.io.IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static InetAddress address6() {
    try {
      byte[] bytes = new byte[16];
      bytes[15] = 1;
      return Inet6Address.getByAddress("y.example", bytes, 0);
    } catch (java.io.IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
