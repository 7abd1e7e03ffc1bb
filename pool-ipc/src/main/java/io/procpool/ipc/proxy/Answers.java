package io.procpool.ipc.proxy;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What calls answer, by type; and times as calls carry them. */
final class Answers {

  static final long FOR_EVER = -1;

  private Answers() {}

  static boolean truth(@Nullable Object answer) {
    return answer instanceof Boolean truth && truth;
  }

  static int number(@Nullable Object answer) {
    return answer instanceof Integer number ? number : 0;
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals", "NullAway"})
  static <T> T as(@Nullable Object answer) {
    return (T) answer;
  }

  static long nanos(Duration timeout) {
    return Math.max(0, TimeUnit.NANOSECONDS.convert(timeout));
  }
}
