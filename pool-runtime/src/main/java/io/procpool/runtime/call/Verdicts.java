package io.procpool.runtime.call;

import io.procpool.PoolOptions;
import io.procpool.TaskTimedOutException;
import io.procpool.WorkerDiedException;
import io.procpool.WorkerDiedException.Death;
import io.procpool.WorkerStartException;
import io.procpool.runtime.dispatch.Failure;
import io.procpool.runtime.dispatch.WorkerExit;
import io.procpool.runtime.process.ExitCodes;
import io.procpool.runtime.process.JvmCommand;
import io.procpool.runtime.process.StartAdvice;
import io.procpool.runtime.process.WorkerProcess;
import java.util.List;
import java.util.concurrent.CancellationException;

/** Puts into words why the pool gave an item up. */
public final class Verdicts {

  private static final int SIGKILL = 9;

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
          case Failure.PoolBroken(WorkerExit exit, int inARow) -> broken(exit, inARow);
        });
  }

  private TaskTimedOutException timedOut(int worker, long index) {
    return new TaskTimedOutException(
        "pool %s, worker %d: item %d ran longer than taskTimeout=%s"
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
    } else if (death.exitCode() == -SIGKILL) {
      message.append("; not by procpool, but by kill -9, or by the kernel for want of memory");
    }
    if (death.hsErrFile() != null) {
      message.append("; crash report: ").append(death.hsErrFile());
    }
    if (!death.stderrTail().isEmpty()) {
      message.append("; its last line on stderr: ").append(death.stderrTail().getLast());
    }
    return new WorkerDiedException(message.toString(), death, exit.cause());
  }

  private WorkerStartException broken(WorkerExit exit, int inARow) {
    return new WorkerStartException(
        "pool %s is broken: %s; a later call tries again. The command was: %s"
            .formatted(
                poolName,
                unstarted(exit, inARow),
                StartAdvice.shortened(JvmCommand.forWorker(options))),
        exit.cause());
  }

  /** What to log when workers do not start, and others are tried. */
  public String startsFail(WorkerExit exit, int inARow) {
    return "pool %s: %s. Starting goes on, with pauses; startRetry=%s"
        .formatted(poolName, unstarted(exit, inARow), options.startRetry());
  }

  private static String unstarted(WorkerExit exit, int inARow) {
    List<String> said = StartAdvice.said(exit.death(), exit.cause());
    StringBuilder message = new StringBuilder();
    message.append("%d workers in a row ended before their first task; ".formatted(inARow));
    if (exit.cause() != null) {
      message.append("last cause: ").append(exit.cause());
    } else {
      message.append("the last one ").append(ending(exit.death()));
    }
    if (!exit.death().stderrTail().isEmpty()) {
      message.append("; it wrote: ").append(String.join(" / ", exit.death().stderrTail()));
    }
    return message.append(". To do: ").append(StartAdvice.of(said)).toString();
  }

  private static String ending(Death death) {
    int code = death.exitCode();
    if (code == WorkerProcess.EXIT_UNKNOWN) {
      return "ended";
    }
    return code < 0 ? "was killed by " + ExitCodes.signal(-code) : "exited with code " + code;
  }
}
