package io.procpool;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Code without a result that runs in another process: a task, the initializer and finalizer of
 * workers, the body of a process. The nested types take one to three arguments.
 */
@FunctionalInterface
public interface TaskAction extends Serializable {

  /** Runs in the other process. */
  void run() throws Exception;

  /** A {@link TaskAction} of one argument. */
  @FunctionalInterface
  interface Of1<A extends @Nullable Object> extends Serializable {

    /** Runs in the other process. */
    void run(A first) throws Exception;
  }

  /** A {@link TaskAction} of two arguments. */
  @FunctionalInterface
  interface Of2<A extends @Nullable Object, B extends @Nullable Object> extends Serializable {

    /** Runs in the other process. */
    void run(A first, B second) throws Exception;
  }

  /** A {@link TaskAction} of three arguments. */
  @FunctionalInterface
  interface Of3<A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object>
      extends Serializable {

    /** Runs in the other process. */
    void run(A first, B second, C third) throws Exception;
  }
}
