package io.procpool.runtime.manager;

import org.jspecify.annotations.Nullable;

/** What a client calls. */
record Invocation(Served served, int method, Arguments arguments, Caller caller) {

  @Nullable Object run(Waiter waiter) throws Throwable {
    return served.call(method, arguments, caller, waiter);
  }
}
