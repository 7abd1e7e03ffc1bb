package io.procpool.runtime.manager;

import static org.junit.jupiter.api.Assertions.assertSame;

import io.procpool.ipc.proxy.Methods;
import org.junit.jupiter.api.Test;

class ServedEventTest {

  /** One without a thread, which would look again when the event may be cleared already. */
  private static final Waiter PARKED =
      new Waiter() {
        @Override
        public boolean isThread() {
          return false;
        }

        @Override
        public boolean await(WaitingLine line, Patience patience) {
          throw new AssertionError("it would miss an event that is set and cleared at once");
        }
      };

  @Test
  void onlyAThreadWaitsForAnEventSinceOnlyAThreadRemembersWhenItBegan() throws Exception {
    ServedEvent event = new ServedEvent();
    Arguments forEver = new Arguments(new Object[] {-1L});
    Caller caller = new Caller(new SessionLife(), 0);
    assertSame(Served.WAITS, event.call(Methods.Event.AWAIT.ordinal(), forEver, caller, PARKED));
  }
}
