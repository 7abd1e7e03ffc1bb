package io.procpool;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a manager is to be. Immutable; start from {@link #defaults()}. The client's side is {@code
 * callTimeout}; the rest is the server's.
 *
 * @param name its name in messages and thread names; default {@code manager-N}
 * @param callTimeout how long a call may take before it is withdrawn and fails with {@link
 *     CallTimedOutException}, waits included; 0 (default): for ever
 * @param linger how long an object stays that nobody holds, for proxies that are still on their
 *     way; default one minute
 * @param maxOpenCalls how many calls of one client process may wait or run at once, 1 to 1,000,000;
 *     further ones fail; default 10,000
 * @param jvmOptions options of the {@code java} command of a manager that is started, after
 *     procpool's own; default none
 * @param classPath the class path of a manager that is started; default: the parent's. It keeps
 *     values of classes that are not on it for those who have them, but cannot compare, sort or use
 *     them, nor have them as keys or in sets
 * @param maxNesting how deep its process may be below the program, 0 to 100, see {@link
 *     ProcessOptions#maxNesting()}; default 3
 * @param types what may be made besides the built-in types
 * @param network how the server is reached, and what it reads arguments through; of a manager that
 *     is started only {@code maxMessageBytes} matters: it trusts its parent as a worker does
 */
public record ManagerOptions(
    Optional<String> name,
    Duration callTimeout,
    Duration linger,
    int maxOpenCalls,
    List<String> jvmOptions,
    Optional<List<Path>> classPath,
    int maxNesting,
    List<Registration> types,
    NetworkOptions network) {

  private static final int MAX_OPEN_CALLS = 1_000_000;
  private static final ManagerOptions DEFAULTS =
      new ManagerOptions(
          Optional.empty(),
          Duration.ZERO,
          Duration.ofMinutes(1),
          10_000,
          List.of(),
          Optional.empty(),
          PoolOptions.DEFAULT_NESTING,
          List.of(),
          NetworkOptions.defaults());

  /**
   * A type or an object that a manager makes.
   *
   * @param name what it is asked for by
   * @param type the interface of its proxies
   * @param shared whether there is one object for all
   * @param factory makes it, in the manager's process
   */
  public record Registration(
      String name, Class<?> type, boolean shared, TaskFunction<? super Manager, ?> factory) {

    /** Checks. */
    public Registration {
      requireNonNull(name, "name");
      requireNonNull(factory, "factory");
      if (!type.isInterface()) {
        throw new IllegalArgumentException(
            "a managed type must be an interface: " + type.getName() + " is a class");
      }
    }
  }

  /** Checks and copies. */
  public ManagerOptions {
    requireNonNull(name, "name");
    requireNonNull(network, "network");
    jvmOptions = List.copyOf(jvmOptions);
    classPath = classPath.map(List::copyOf);
    types = List.copyOf(types);
    PoolOptions.checkNesting(maxNesting);
    checkNotNegative("callTimeout", callTimeout);
    checkNotNegative("linger", linger);
    if (maxOpenCalls < 1 || maxOpenCalls > MAX_OPEN_CALLS) {
      throw new IllegalArgumentException(
          "maxOpenCalls must be within 1 and " + MAX_OPEN_CALLS + ": " + maxOpenCalls);
    }
  }

  /** Every option as documented. */
  public static ManagerOptions defaults() {
    return DEFAULTS;
  }

  /** Sets {@link #name()}. */
  public ManagerOptions withName(String name) {
    return new ManagerOptions(
        Optional.of(name),
        callTimeout,
        linger,
        maxOpenCalls,
        jvmOptions,
        classPath,
        maxNesting,
        types,
        network);
  }

  /** Sets {@link #callTimeout()}. */
  public ManagerOptions withCallTimeout(Duration callTimeout) {
    return new ManagerOptions(
        name, callTimeout, linger, maxOpenCalls, jvmOptions, classPath, maxNesting, types, network);
  }

  /** Sets {@link #linger()}. */
  public ManagerOptions withLinger(Duration linger) {
    return new ManagerOptions(
        name, callTimeout, linger, maxOpenCalls, jvmOptions, classPath, maxNesting, types, network);
  }

  /** Sets {@link #maxOpenCalls()}. */
  public ManagerOptions withMaxOpenCalls(int maxOpenCalls) {
    return new ManagerOptions(
        name, callTimeout, linger, maxOpenCalls, jvmOptions, classPath, maxNesting, types, network);
  }

  /** Sets {@link #jvmOptions()}. */
  public ManagerOptions withJvmOptions(String... jvmOptions) {
    return new ManagerOptions(
        name,
        callTimeout,
        linger,
        maxOpenCalls,
        List.of(jvmOptions),
        classPath,
        maxNesting,
        types,
        network);
  }

  /** Sets {@link #classPath()}. */
  public ManagerOptions withClassPath(List<Path> classPath) {
    return new ManagerOptions(
        name,
        callTimeout,
        linger,
        maxOpenCalls,
        jvmOptions,
        Optional.of(classPath),
        maxNesting,
        types,
        network);
  }

  /** Sets {@link #maxNesting()}. */
  public ManagerOptions withMaxNesting(int maxNesting) {
    return new ManagerOptions(
        name, callTimeout, linger, maxOpenCalls, jvmOptions, classPath, maxNesting, types, network);
  }

  /** Sets {@link #network()}. */
  public ManagerOptions withNetwork(NetworkOptions network) {
    return new ManagerOptions(
        name, callTimeout, linger, maxOpenCalls, jvmOptions, classPath, maxNesting, types, network);
  }

  /**
   * Registers a type: each {@link Manager#create} makes a new object.
   *
   * @param type an interface; its methods, and no others, can be called by proxies
   * @param factory runs in the manager's process
   */
  public <T> ManagerOptions withType(Class<T> type, Task<? extends T> factory) {
    return with(new Registration(type.getName(), type, false, _ -> factory.call()));
  }

  /** Registers one object for all, which {@link Manager#shared(Class)} finds. */
  public <T> ManagerOptions withShared(Class<T> type, Task<? extends T> factory) {
    return with(new Registration(type.getName(), type, true, _ -> factory.call()));
  }

  /**
   * Registers one object for all under a name: one of a user's type, or a managed one made by the
   * manager that the factory is given.
   *
   * <pre>{@code
   * options.withShared("jobs", SharedQueue.class, manager -> manager.queue(100))
   * }</pre>
   */
  public <T> ManagerOptions withShared(
      String name, Class<T> type, TaskFunction<? super Manager, ? extends T> factory) {
    return with(new Registration(name, type, true, factory));
  }

  private ManagerOptions with(Registration added) {
    List<Registration> more = new ArrayList<>(types);
    more.add(added);
    return new ManagerOptions(
        name, callTimeout, linger, maxOpenCalls, jvmOptions, classPath, maxNesting, more, network);
  }

  private static void checkNotNegative(String option, Duration value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException(option + " must not be negative: " + value);
    }
  }
}
