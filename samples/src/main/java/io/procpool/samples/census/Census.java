package io.procpool.samples.census;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What was counted in one class file or in many: the counts of two add up to the counts of both, in
 * any order.
 *
 * @param classFiles how many class files
 * @param bytes their size
 * @param methods declared methods, constructors and initializers among them
 * @param methodsWithCode those that are neither abstract nor native
 * @param instructions bytecode instructions
 * @param complexity sum of {@link MethodComplexity#of} over the methods with code
 * @param complexMethods methods of a complexity above {@link #COMPLEX}
 * @param mostComplex the ten most complex of those, most complex first
 * @param removedUses how often each thing that is deprecated for removal is used, by its name
 */
public record Census(
    long classFiles,
    long bytes,
    long methods,
    long methodsWithCode,
    long instructions,
    long complexity,
    long complexMethods,
    List<MethodComplexity> mostComplex,
    Map<String, Long> removedUses) {

  /** McCabe's own limit; simpler methods are counted but not named. */
  public static final int COMPLEX = 10;

  /** The count of no class file. */
  public static final Census NONE = new Census(0, 0, 0, 0, 0, 0, 0, List.of(), Map.of());

  static final int NAMED = 10;

  /** The sum of both. */
  public Census plus(Census other) {
    return new Census(
        classFiles + other.classFiles,
        bytes + other.bytes,
        methods + other.methods,
        methodsWithCode + other.methodsWithCode,
        instructions + other.instructions,
        complexity + other.complexity,
        complexMethods + other.complexMethods,
        mostComplex(mostComplex, other.mostComplex),
        sum(removedUses, other.removedUses));
  }

  /** How many uses of things deprecated for removal there are. */
  public long removedUseCount() {
    return removedUses.values().stream().mapToLong(Long::longValue).sum();
  }

  // Most class files have neither complex methods nor such uses: then nothing is copied.
  private static List<MethodComplexity> mostComplex(
      List<MethodComplexity> some, List<MethodComplexity> others) {
    if (others.isEmpty()) {
      return some;
    }
    return Stream.concat(some.stream(), others.stream()).sorted().limit(NAMED).toList();
  }

  private static Map<String, Long> sum(Map<String, Long> some, Map<String, Long> others) {
    if (others.isEmpty()) {
      return some;
    }
    Map<String, Long> sum = new TreeMap<>(some);
    others.forEach((name, count) -> sum.merge(name, count, Long::sum));
    return sum;
  }
}
