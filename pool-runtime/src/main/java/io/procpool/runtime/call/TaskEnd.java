package io.procpool.runtime.call;

import org.jspecify.annotations.Nullable;

/**
 * How a call ended, before anybody has read its result: reading may unpickle, which is for the
 * reader's thread.
 */
interface TaskEnd<R extends @Nullable Object> {

  /** Whether it gave a result, as far as is known without reading it. */
  boolean isSuccess();

  /** Whether it was cancelled. */
  boolean isCancelled();

  /**
   * Reads the result.
   *
   * @throws CallFailure with what the caller is to get
   */
  R read() throws CallFailure;

  /** The end of a call that the pool gave up. */
  record GivenUp<R extends @Nullable Object>(CallFailure failure) implements TaskEnd<R> {

    @Override
    public boolean isSuccess() {
      return false;
    }

    @Override
    public boolean isCancelled() {
      return failure.isCancellation();
    }

    @Override
    public R read() throws CallFailure {
      throw failure;
    }
  }

  /** What is left of an end that was read, so that its frame can go. */
  record AlreadyRead<R extends @Nullable Object>(boolean isSuccess, boolean isCancelled)
      implements TaskEnd<R> {

    @Override
    public R read() {
      throw new IllegalStateException("was read already");
    }
  }
}
