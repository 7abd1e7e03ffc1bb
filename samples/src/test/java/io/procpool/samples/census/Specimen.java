package io.procpool.samples.census;

/** Classes of known content for the tests; their bytecode is what javac makes of these lines. */
@SuppressWarnings({"removal", "unused"})
final class Specimen {

  private Specimen() {}

  /** Goes, with all its members. */
  @Deprecated(forRemoval = true)
  static class Doomed {
    static int value;

    void ping() {}
  }

  /** Stays, but for three of its members. */
  static class Survivor {
    @Deprecated(forRemoval = true)
    int doomedField;

    @Deprecated(forRemoval = true)
    void doomedMethod(String text, int[] numbers) {}

    @Deprecated(forRemoval = true)
    Survivor(long doomed) {}

    Survivor() {}

    @Deprecated
    void onlyDeprecated() {}
  }
}
