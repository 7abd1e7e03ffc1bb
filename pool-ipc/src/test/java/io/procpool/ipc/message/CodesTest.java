package io.procpool.ipc.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.function.IntFunction;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;

class CodesTest {

  @Test
  void everyConstantComesBackByItsCode() {
    comesBack(CallKind.values(), CallKind::code, CallKind::of);
    comesBack(Delivery.values(), Delivery::code, Delivery::of);
    comesBack(OutcomeKind.values(), OutcomeKind::code, OutcomeKind::of);
  }

  @Test
  void aCodeThatNoConstantHasIsRefusedByName() {
    refuses(CallKind::of, CallKind.values().length, "no such kind of call: code=5");
    refuses(Delivery::of, Delivery.values().length, "no such delivery: code=2");
    refuses(OutcomeKind::of, OutcomeKind.values().length, "no such kind of outcome: code=3");
    refuses(CallKind::of, -1, "no such kind of call: code=-1");
  }

  private static <E> void comesBack(E[] constants, ToIntFunction<E> code, IntFunction<E> of) {
    for (E constant : constants) {
      assertEquals(constant, of.apply(code.applyAsInt(constant)));
    }
  }

  private static void refuses(IntFunction<?> of, int code, String message) {
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> of.apply(code));
    assertEquals(message, refusal.getMessage());
  }
}
