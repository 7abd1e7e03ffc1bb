package io.procpool.runtime.call;

import io.procpool.PoolOptions;
import io.procpool.TaskTimedOutException;
import io.procpool.WorkerDiedException;
import io.procpool.WorkerDiedException.Death;
import io.procpool.WorkerStartException;
import io.procpool.runtime.dispatch.Failure;
import io.procpool.runtime.dispatch.WorkerExit;
import io.procpool.runtime.process.WorkerProcess;
import java.util.concurrent.CancellationException;

/** Puts into words why the pool gave an item up. */
public final class Verdicts {

  private final String poolName;
  private final PoolOptions options;

  /** For the pool of this name. */
  public Verdicts(String poolName, PoolOptions options) {
    this.poolName = poolName;
    this.options = options;
  }

  /** The exception for item {@code index}. */
  CallFailure of(Failure failure, long index) {
    return CallFailure.of(
        switch (failure) {
          case Failure.Cancelled() ->
              new CancellationException("pool " + poolName + ": item " + index + " was cancelled");
          case Failure.TimedOut(int worker) -> timedOut(worker, index);
          case Failure.WorkerDied(int worker, WorkerExit exit, int deaths) ->
              died(worker, exit, deaths, index);
          case Failure.PoolBroken(WorkerExit exit) -> broken(exit);
        });
  }

  private TaskTimedOutException timedOut(int worker, long index) {
    return new TaskTimedOutException(
        "pool %s, worker %d: item %d ran longer than taskTimeout=%s and was stopped"
            .formatted(poolName, worker, index, options.taskTimeout()),
        null);
  }

  private WorkerDiedException died(int worker, WorkerExit exit, int deaths, long index) {
    Death death = exit.death();
    StringBuilder message = new StringBuilder();
    message.append(
        "pool %s, worker %d (pid %d) %s while it ran item %d; deaths=%d retries=%d"
            .formatted(
                poolName, worker, death.pid(), ending(death), index, deaths, options.retries()));
    if (exit.cause() != null) {
      message.append("; ").append(exit.cause());
    }
    if (death.hsErrFile() != null) {
      message.append("; crash report: ").append(death.hsErrFile());
    }
    if (!death.stderrTail().isEmpty()) {
      message.append("; its last line on stderr: ").append(death.stderrTail().getLast());
    }
    return new WorkerDiedException(message.toString(), death, exit.cause());
  }

  private WorkerStartException broken(WorkerExit exit) {
    String why =
        exit.cause() != null
            ? "last cause: " + exit.cause()
            : "the last one " + ending(exit.death());
    String tail =
        exit.death().stderrTail().isEmpty()
            ? ""
            : "; it wrote: " + exit.death().stderrTail().getLast();
    return new WorkerStartException(
        "pool %s is broken: three workers in a row ended before their first task; %s%s. Mend the initializer or the JVM options and open a new pool"
            .formatted(poolName, why, tail),
        exit.cause());
  }

  private static String ending(Death death) {
    int code = death.exitCode();
    if (code == WorkerProcess.EXIT_UNKNOWN) {
      return "ended";
    }
    return code < 0 ? "was killed by " + signalName(-code) : "exited with code " + code;
  }

  private static String signalName(int signal) {
    return switch (signal) {
      case 1 -> "SIGHUP";
      case 2 -> "SIGINT";
      case 3 -> "SIGQUIT";
      case 4 -> "SIGILL";
      case 6 -> "SIGABRT";
      case 7 -> "SIGBUS";
      case 8 -> "SIGFPE";
      case 9 -> "SIGKILL";
      case 11 -> "SIGSEGV";
      case 15 -> "SIGTERM";
      default -> "signal " + signal;
    };
  }
}
