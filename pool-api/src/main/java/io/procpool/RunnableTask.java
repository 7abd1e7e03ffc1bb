package io.procpool;

import java.io.Serializable;

/**
 * A {@link Runnable} that can be sent to a worker: what {@code pool.submit(() -> { … })} and {@code
 * pool.execute} pick for a lambda that returns nothing.
 */
@FunctionalInterface
public interface RunnableTask extends Runnable, Serializable {}
