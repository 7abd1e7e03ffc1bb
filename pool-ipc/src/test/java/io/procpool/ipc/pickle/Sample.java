package io.procpool.ipc.pickle;

import java.util.Objects;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A value that every process makes alike, and how a copy is compared with it. */
record Sample(
    String name, Supplier<? extends @Nullable Object> make, BiPredicate<Object, Object> same) {

  /** A copy must be of the same class and equal, arrays by their elements. */
  static Sample equal(String name, Supplier<?> make) {
    return new Sample(name, make, Sample::sameClassAndEqual);
  }

  /** A copy must be equal, but may be of another class: a view's. */
  static Sample equalOnly(String name, Supplier<?> make) {
    return new Sample(name, make, Objects::deepEquals);
  }

  /** A copy must be of the same class and give the same. */
  @SuppressWarnings("unchecked")
  static <T> Sample by(String name, Supplier<T> make, Function<T, @Nullable Object> view) {
    return new Sample(
        name,
        make,
        (a, b) ->
            Objects.deepEquals(view.apply((T) a), view.apply((T) b))
                && (a.getClass() == b.getClass() || a.getClass().isHidden()));
  }

  /** A copy must pass this test. */
  @SuppressWarnings("unchecked")
  static <T> Sample that(String name, Supplier<T> make, Function<T, Boolean> test) {
    return new Sample(name, make, (_, b) -> test.apply((T) b));
  }

  private static boolean sameClassAndEqual(@Nullable Object a, @Nullable Object b) {
    return Objects.deepEquals(a, b) && (a == null || a.getClass() == b.getClass());
  }

  /** What is wrong with a copy, or nothing. */
  String compare(@Nullable Object copy) {
    Object original = make.get();
    return same.test(original, copy)
        ? ""
        : name + ": expected " + describe(original) + " but got " + describe(copy);
  }

  private static String describe(@Nullable Object value) {
    return value == null ? "null" : value + " of " + value.getClass().getName();
  }
}
