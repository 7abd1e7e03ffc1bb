package io.procpool.runtime.manager;

/**
 * Who owns locks: a thread of a client process.
 *
 * @param session the process
 * @param thread the thread's number there; 0 where it does not matter
 */
record Caller(SessionLife session, long thread) {

  Caller ofThread(long number) {
    return new Caller(session, number);
  }
}
