package io.procpool.samples.census;

/** Uses {@link Specimen} and has methods of known complexity. */
@SuppressWarnings({"removal", "deprecation", "unused"})
abstract class SpecimenUser {

  abstract void noCode();

  /**
   * 1 + two conditional jumps + three cases + two handlers; finally and the default count nothing.
   */
  int complexityEight(int a, int b) {
    int result = 0;
    try {
      if (a > 0 && b > 0) {
        result = 1;
      }
      switch (a) {
        case 1 -> result = 10;
        case 2 -> result = 20;
        case 5 -> result = 50;
        default -> result = 0;
      }
    } catch (IllegalStateException e) {
      result = 2;
    } catch (IllegalArgumentException e) {
      result = 3;
    } finally {
      b = 0;
    }
    return result;
  }

  int complexityEleven(int a) {
    return a == 1 || a == 12 || a == 23 || a == 34 || a == 45 || a == 56 || a == 67 || a == 78
            || a == 89 || a == 90
        ? 1
        : 0;
  }

  void usesDoomedClass(Object any) {
    Object made = new Specimen.Doomed[2]; // 1
    Class<?> literal = Specimen.Doomed.class; // 2
    if (any instanceof Specimen.Doomed) { // 3
      Specimen.Doomed.value = 1; // 4
    }
  }

  void usesDoomedMembers(Specimen.Survivor survivor) {
    survivor.doomedField++; // read and write: 2
    survivor.doomedMethod("", new int[0]);
    java.util.function.LongFunction<Specimen.Survivor> maker = Specimen.Survivor::new;
    survivor.onlyDeprecated();
  }
}
