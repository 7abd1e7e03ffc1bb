package io.procpool.runtime.wrapper;

import java.util.concurrent.ExecutionException;

/** Throws a function's own exception where its type is not declared. */
final class Thrown {

  private Thrown() {}

  /** Never returns: a caller may throw the result, for the compiler's sake. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  static <E extends Exception> RuntimeException unchanged(Exception thrown) throws E {
    throw (E) thrown;
  }

  /** What a future's function threw, to be thrown on; an error is thrown by this. */
  static Exception cause(ExecutionException failed) {
    return switch (failed.getCause()) {
      case Exception thrown -> thrown;
      case Error thrown -> throw thrown;
      case null, default -> failed;
    };
  }
}
