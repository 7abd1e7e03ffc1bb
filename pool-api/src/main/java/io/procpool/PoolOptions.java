package io.procpool;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How a pool is to be. Immutable; start from {@link #defaults()} and change what matters:
 *
 * <pre>{@code
 * Pool.open(PoolOptions.defaults().withWorkers(4).withTaskTimeout(Duration.ofSeconds(30)).withRetries(1));
 * }</pre>
 *
 * @param workers how many worker processes, 1 to 4096; default: the available processors. As many
 *     start at the same time as there are processors, the others after them
 * @param minWorkers how few an idle pool keeps, 0 to {@code workers}; default: {@code workers}
 * @param spareWorkers how many further workers are kept started, so that a dead one is replaced at
 *     once, 0 to 64; default 0
 * @param name the pool's name in thread names, messages and metrics; default {@code pool-N}
 * @param initializer run in each worker before its first task, also in replacements
 * @param finalizer run in each worker as it leaves in an orderly way
 * @param jvmOptions options of the workers' {@code java} command, after procpool's own; default
 *     none
 * @param maxHeapBytes the workers' maximum heap in bytes each, at least 2 MiB; 0 (default): a share
 *     of the machine's memory that does not overcommit it when all workers are full
 * @param classPath the workers' class path; default: the parent's
 * @param environment environment variables set in the workers over the parent's; default none
 * @param workingDirectory the workers' working directory; default: the parent's
 * @param taskTimeout how long a task may run before it is interrupted, by the clock of its worker:
 *     that this process was stopped meanwhile counts for no task; 0 (default): for ever
 * @param graceTime how long a task may go on after the interrupt before its worker is killed, and
 *     how long a worker may take to leave; default 1 s
 * @param retries how often a task is run again after the death of the worker that ran it, before it
 *     fails with {@link WorkerDiedException}; default 0
 * @param maxTasksPerWorker after how many tasks a worker is replaced; 0 (default): never
 * @param maxWorkerMemory above how many bytes of resident memory a worker is replaced, between
 *     tasks; 0 (default): never
 * @param idleTimeout how long a worker above {@code minWorkers} may be idle before it leaves;
 *     default 60 s
 * @param startTimeout how long a worker may take to start, its initializer included; default 60 s
 * @param startRetry how long a pool that has no worker goes on starting some that fail for a reason
 *     that may pass: too little room or memory, no process to be had, killed from outside. Pauses
 *     between them grow to 5 s. Then the pool is broken until a later call, which tries again:
 *     calls fail with {@link WorkerStartException}. Three failures in a row that will not pass, as
 *     those of an initializer, break it at once; default 30 s, 0: whatever the reason is
 * @param imapWindow how many inputs {@code imap} takes ahead of its reader; 0 (default): sized by
 *     the pool. Whatever it is, a call takes no further input while the inputs that have not ended,
 *     the results that are not read and those expected of the inputs take an eighth of this
 *     process's heap, or 256 MiB; but always one, however large
 * @param queueCapacity how many single tasks ({@code apply}, {@code submit}, {@code execute} and
 *     their kin) may wait when there is one for each worker; further ones are rejected; default
 *     {@link Integer#MAX_VALUE}. The inputs of {@code map} and {@code imap} do not count: the first
 *     are there anyway, the second have their window
 * @param transport how workers are reached; default {@link Transport#AUTOMATIC}
 * @param sharedArguments whether shared locks, queues and memory may travel as arguments of tasks;
 *     default false: only by inheritance, through the initializer
 * @param daemon whether this process may end while the pool has work; default false: from its first
 *     task to its termination a pool keeps the JVM alive, as a {@link
 *     java.util.concurrent.ThreadPoolExecutor} does
 * @param maxNesting how deep its workers may be below the program, 0 to 100: those of a pool that
 *     the program opens are 1 deep, those of a pool that one of them opens 2; default 3. A pool
 *     whose workers would be deeper is refused by an {@link IllegalStateException}
 * @param mutationCheck whether workers look, for each task, whether it changed its copy of what its
 *     function captured, which the caller does not see; the pool logs a warning for each such place
 *     in the source. It pickles what was captured twice more for each task; default false. {@code
 *     -Dprocpool.check=true} asks for it in all pools of the program
 */
public record PoolOptions(
    int workers,
    int minWorkers,
    int spareWorkers,
    Optional<String> name,
    Optional<TaskAction> initializer,
    Optional<TaskAction> finalizer,
    List<String> jvmOptions,
    long maxHeapBytes,
    Optional<List<Path>> classPath,
    Map<String, String> environment,
    Optional<Path> workingDirectory,
    Duration taskTimeout,
    Duration graceTime,
    int retries,
    int maxTasksPerWorker,
    long maxWorkerMemory,
    Duration idleTimeout,
    Duration startTimeout,
    Duration startRetry,
    int imapWindow,
    int queueCapacity,
    Transport transport,
    boolean sharedArguments,
    boolean daemon,
    int maxNesting,
    boolean mutationCheck) {

  static final int DEFAULT_NESTING = 3;

  private static final int MAX_NESTING = 100;
  private static final int MAX_WORKERS = 4096;
  private static final int MAX_SPARE_WORKERS = 64;
  private static final long MIN_HEAP_BYTES = 2L << 20;
  private static final PoolOptions DEFAULTS = new Draft().options();

  /** Checks every value; the message of a refusal names the option, its value and its range. */
  public PoolOptions {
    inRange("workers", workers, 1, MAX_WORKERS);
    inRange("minWorkers", minWorkers, 0, workers);
    inRange("spareWorkers", spareWorkers, 0, MAX_SPARE_WORKERS);
    name.ifPresent(PoolOptions::checkName);
    requireNonNull(initializer, "initializer");
    requireNonNull(finalizer, "finalizer");
    jvmOptions = List.copyOf(jvmOptions);
    jvmOptions.forEach(PoolOptions::checkJvmOption);
    if (maxHeapBytes != 0) {
      inRange("maxHeapBytes", maxHeapBytes, MIN_HEAP_BYTES, Long.MAX_VALUE);
    }
    classPath = classPath.map(List::copyOf);
    environment = Map.copyOf(environment);
    environment.forEach(PoolOptions::checkVariable);
    requireNonNull(workingDirectory, "workingDirectory");
    notNegative("taskTimeout", taskTimeout);
    notNegative("graceTime", graceTime);
    inRange("retries", retries, 0, Integer.MAX_VALUE);
    inRange("maxTasksPerWorker", maxTasksPerWorker, 0, Integer.MAX_VALUE);
    inRange("maxWorkerMemory", maxWorkerMemory, 0, Long.MAX_VALUE);
    positive("idleTimeout", idleTimeout);
    positive("startTimeout", startTimeout);
    notNegative("startRetry", startRetry);
    inRange("imapWindow", imapWindow, 0, Integer.MAX_VALUE);
    inRange("queueCapacity", queueCapacity, 1, Integer.MAX_VALUE);
    requireNonNull(transport, "transport");
    checkNesting(maxNesting);
  }

  /** One worker per available processor, and every other option as documented. */
  public static PoolOptions defaults() {
    return DEFAULTS;
  }

  /**
   * Sets {@link #workers()}; {@link #minWorkers()} follows it if it was equal to it or would be
   * larger.
   */
  public PoolOptions withWorkers(int workers) {
    return with(draft -> {
      draft.minWorkers = minWorkers == this.workers ? workers : Math.min(minWorkers, workers);
      draft.workers = workers;
    });
  }

  /** Sets {@link #minWorkers()}. */
  public PoolOptions withMinWorkers(int minWorkers) {
    return with(draft -> draft.minWorkers = minWorkers);
  }

  /** Sets {@link #spareWorkers()}. */
  public PoolOptions withSpareWorkers(int spareWorkers) {
    return with(draft -> draft.spareWorkers = spareWorkers);
  }

  /** Sets {@link #name()}: 1 to 100 characters without control characters. */
  public PoolOptions withName(String name) {
    requireNonNull(name, "name");
    return with(draft -> draft.name = name);
  }

  /**
   * Sets {@link #initializer()}. What it captures is inherited: shared locks and queues may be
   * among it.
   */
  public PoolOptions withInitializer(TaskAction initializer) {
    requireNonNull(initializer, "initializer");
    return with(draft -> draft.initializer = initializer);
  }

  /** Sets {@link #initializer()} with its argument, which is inherited. */
  public <A extends @Nullable Object> PoolOptions withInitializer(
      TaskAction.Of1<? super A> initializer, A argument) {
    requireNonNull(initializer, "initializer");
    return withInitializer(() -> initializer.run(argument));
  }

  /** Sets {@link #initializer()} with its arguments, which are inherited. */
  public <A extends @Nullable Object, B extends @Nullable Object> PoolOptions withInitializer(
      TaskAction.Of2<? super A, ? super B> initializer, A first, B second) {
    requireNonNull(initializer, "initializer");
    return withInitializer(() -> initializer.run(first, second));
  }

  /** Sets {@link #initializer()} with its arguments, which are inherited. */
  public <A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object>
      PoolOptions withInitializer(
          TaskAction.Of3<? super A, ? super B, ? super C> initializer, A first, B second, C third) {
    requireNonNull(initializer, "initializer");
    return withInitializer(() -> initializer.run(first, second, third));
  }

  /** Sets {@link #finalizer()}. */
  public PoolOptions withFinalizer(TaskAction finalizer) {
    requireNonNull(finalizer, "finalizer");
    return with(draft -> draft.finalizer = finalizer);
  }

  /** Sets {@link #jvmOptions()}. */
  public PoolOptions withJvmOptions(String... jvmOptions) {
    return with(draft -> draft.jvmOptions = List.of(jvmOptions));
  }

  /** Sets {@link #maxHeapBytes()}. */
  public PoolOptions withMaxHeapBytes(long maxHeapBytes) {
    return with(draft -> draft.maxHeapBytes = maxHeapBytes);
  }

  /** Sets {@link #classPath()}. */
  public PoolOptions withClassPath(List<Path> classPath) {
    requireNonNull(classPath, "classPath");
    return with(draft -> draft.classPath = classPath);
  }

  /** Sets {@link #environment()}. */
  public PoolOptions withEnvironment(Map<String, String> environment) {
    requireNonNull(environment, "environment");
    return with(draft -> draft.environment = environment);
  }

  /** Sets {@link #workingDirectory()}. */
  public PoolOptions withWorkingDirectory(Path workingDirectory) {
    requireNonNull(workingDirectory, "workingDirectory");
    return with(draft -> draft.workingDirectory = workingDirectory);
  }

  /** Sets {@link #taskTimeout()}. */
  public PoolOptions withTaskTimeout(Duration taskTimeout) {
    requireNonNull(taskTimeout, "taskTimeout");
    return with(draft -> draft.taskTimeout = taskTimeout);
  }

  /** Sets {@link #graceTime()}. */
  public PoolOptions withGraceTime(Duration graceTime) {
    requireNonNull(graceTime, "graceTime");
    return with(draft -> draft.graceTime = graceTime);
  }

  /** Sets {@link #retries()}. */
  public PoolOptions withRetries(int retries) {
    return with(draft -> draft.retries = retries);
  }

  /** Sets {@link #maxTasksPerWorker()}. */
  public PoolOptions withMaxTasksPerWorker(int maxTasksPerWorker) {
    return with(draft -> draft.maxTasksPerWorker = maxTasksPerWorker);
  }

  /** Sets {@link #maxWorkerMemory()}. */
  public PoolOptions withMaxWorkerMemory(long maxWorkerMemory) {
    return with(draft -> draft.maxWorkerMemory = maxWorkerMemory);
  }

  /** Sets {@link #idleTimeout()}. */
  public PoolOptions withIdleTimeout(Duration idleTimeout) {
    requireNonNull(idleTimeout, "idleTimeout");
    return with(draft -> draft.idleTimeout = idleTimeout);
  }

  /** Sets {@link #startTimeout()}. */
  public PoolOptions withStartTimeout(Duration startTimeout) {
    requireNonNull(startTimeout, "startTimeout");
    return with(draft -> draft.startTimeout = startTimeout);
  }

  /** Sets {@link #startRetry()}. */
  public PoolOptions withStartRetry(Duration startRetry) {
    requireNonNull(startRetry, "startRetry");
    return with(draft -> draft.startRetry = startRetry);
  }

  /** Sets {@link #imapWindow()}. */
  public PoolOptions withImapWindow(int imapWindow) {
    return with(draft -> draft.imapWindow = imapWindow);
  }

  /** Sets {@link #queueCapacity()}. */
  public PoolOptions withQueueCapacity(int queueCapacity) {
    return with(draft -> draft.queueCapacity = queueCapacity);
  }

  /** Sets {@link #transport()}. */
  public PoolOptions withTransport(Transport transport) {
    requireNonNull(transport, "transport");
    return with(draft -> draft.transport = transport);
  }

  /** Sets {@link #sharedArguments()}. */
  public PoolOptions withSharedArguments(boolean sharedArguments) {
    return with(draft -> draft.sharedArguments = sharedArguments);
  }

  /** Sets {@link #daemon()}. */
  public PoolOptions withDaemon(boolean daemon) {
    return with(draft -> draft.daemon = daemon);
  }

  /** Sets {@link #maxNesting()}. */
  public PoolOptions withMaxNesting(int maxNesting) {
    return with(draft -> draft.maxNesting = maxNesting);
  }

  /** Sets {@link #mutationCheck()}. */
  public PoolOptions withMutationCheck(boolean mutationCheck) {
    return with(draft -> draft.mutationCheck = mutationCheck);
  }

  private PoolOptions with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.options();
  }

  static void checkNesting(int maxNesting) {
    inRange("maxNesting", maxNesting, 0, MAX_NESTING);
  }

  private static void inRange(String option, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(option + "=" + value + " is not in " + min + ".." + max);
    }
  }

  private static void notNegative(String option, Duration value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException(option + "=" + value + " is negative");
    }
  }

  private static void positive(String option, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(option + "=" + value + " is not positive");
    }
  }

  private static void checkName(String name) {
    if (name.isEmpty() || name.length() > 100 || name.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "name must have 1 to 100 characters, none of them a control character: length="
              + name.length());
    }
  }

  private static void checkJvmOption(String option) {
    if (option.isEmpty() || option.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "jvmOptions has " + (option.isEmpty() ? "an empty one" : "one with a NUL character"));
    }
  }

  private static void checkVariable(String name, String value) {
    if (name.isEmpty() || name.indexOf('=') >= 0 || (name + value).indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "environment has a variable whose name is empty or contains '=', or with a NUL character:"
              + " name=\""
              + name.replace("\0", "\\0")
              + '"');
    }
  }

  /** A changeable copy; the one place that lists the components in order. */
  private static final class Draft {
    int workers = Math.min(Runtime.getRuntime().availableProcessors(), MAX_WORKERS);
    int minWorkers = workers;
    int spareWorkers;
    @Nullable String name;
    @Nullable TaskAction initializer;
    @Nullable TaskAction finalizer;
    List<String> jvmOptions = List.of();
    long maxHeapBytes;
    @Nullable List<Path> classPath;
    Map<String, String> environment = Map.of();
    @Nullable Path workingDirectory;
    Duration taskTimeout = Duration.ZERO;
    Duration graceTime = Duration.ofSeconds(1);
    int retries;
    int maxTasksPerWorker;
    long maxWorkerMemory;
    Duration idleTimeout = Duration.ofSeconds(60);
    Duration startTimeout = Duration.ofSeconds(60);
    Duration startRetry = Duration.ofSeconds(30);
    int imapWindow;
    int queueCapacity = Integer.MAX_VALUE;
    Transport transport = Transport.AUTOMATIC;
    boolean sharedArguments;
    boolean daemon;
    int maxNesting = DEFAULT_NESTING;
    boolean mutationCheck;

    Draft() {}

    Draft(PoolOptions from) {
      workers = from.workers;
      minWorkers = from.minWorkers;
      spareWorkers = from.spareWorkers;
      name = from.name.orElse(null);
      initializer = from.initializer.orElse(null);
      finalizer = from.finalizer.orElse(null);
      jvmOptions = from.jvmOptions;
      maxHeapBytes = from.maxHeapBytes;
      classPath = from.classPath.orElse(null);
      environment = from.environment;
      workingDirectory = from.workingDirectory.orElse(null);
      taskTimeout = from.taskTimeout;
      graceTime = from.graceTime;
      retries = from.retries;
      maxTasksPerWorker = from.maxTasksPerWorker;
      maxWorkerMemory = from.maxWorkerMemory;
      idleTimeout = from.idleTimeout;
      startTimeout = from.startTimeout;
      startRetry = from.startRetry;
      imapWindow = from.imapWindow;
      queueCapacity = from.queueCapacity;
      transport = from.transport;
      sharedArguments = from.sharedArguments;
      daemon = from.daemon;
      maxNesting = from.maxNesting;
      mutationCheck = from.mutationCheck;
    }

    PoolOptions options() {
      return new PoolOptions(
          workers,
          minWorkers,
          spareWorkers,
          Optional.ofNullable(name),
          Optional.ofNullable(initializer),
          Optional.ofNullable(finalizer),
          jvmOptions,
          maxHeapBytes,
          Optional.ofNullable(classPath),
          environment,
          Optional.ofNullable(workingDirectory),
          taskTimeout,
          graceTime,
          retries,
          maxTasksPerWorker,
          maxWorkerMemory,
          idleTimeout,
          startTimeout,
          startRetry,
          imapWindow,
          queueCapacity,
          transport,
          sharedArguments,
          daemon,
          maxNesting,
          mutationCheck);
    }
  }
}
