package io.procpool.runtime.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class KnownFunctionsTest {

  private final KnownFunctions known = new KnownFunctions();

  @Test
  void aFunctionIsSentOnce() {
    assertTrue(known.use(1));
    assertFalse(known.use(1));
  }

  @Test
  void aForgottenFunctionIsSentAgain() {
    assertTrue(known.use(1));
    assertTrue(known.forget(1));
    assertFalse(known.forget(1), "it is forgotten");
    assertTrue(known.use(1));
  }

  @Test
  void theFunctionUsedLongestAgoGivesWay() {
    for (long id = 1; id <= KnownFunctions.MOST; id++) {
      assertTrue(known.use(id));
      assertNull(known.surplus());
    }
    assertFalse(known.use(1));
    assertTrue(known.use(100));
    assertEquals(2, known.surplus());
    assertNull(known.surplus());
  }
}
