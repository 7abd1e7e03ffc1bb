package io.procpool.runtime.wrapper;

/**
 * A kind of wrapper that is known, but that cannot be taken apart here.
 *
 * @param reason why not, and what to do
 */
record ClosedWrapper(String reason) implements Wrapper {

  @Override
  public Runnable takeApart(Runnable wrapper, RemoteTasks remote) {
    throw KnownWrappers.notSendable(wrapper, reason);
  }
}
