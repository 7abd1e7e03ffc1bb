package io.procpool.runtime.wrapper;

/**
 * A kind of wrapper that can be taken apart. A wrapper runs in a thread of this process, so that
 * its completions, cancellation and exceptions are the library's own; where it calls the user's
 * function, it waits for a worker that runs it.
 */
public interface Wrapper {

  /**
   * Takes a wrapper of this kind apart. A function that takes no argument is sent at once, so that
   * what it captures has been read then.
   *
   * @return what is to run in a thread of this process
   * @throws java.util.concurrent.RejectedExecutionException if the pool takes no more tasks
   * @throws io.procpool.NotSendableException if the function cannot be sent
   */
  Runnable takeApart(Runnable wrapper, RemoteTasks remote);
}
