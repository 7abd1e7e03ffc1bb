package io.procpool;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The worker process ended while it ran this task. Only this task fails; tasks that waited behind
 * it run elsewhere.
 */
public class WorkerDiedException extends PoolException {

  private static final long serialVersionUID = 1L;

  private final Death death;

  /** For procpool's own use. */
  public WorkerDiedException(String message, Death death, @Nullable Throwable cause) {
    super(message, cause);
    this.death = death;
  }

  /**
   * How a worker ended.
   *
   * @param pid its process id
   * @param exitCode its exit code, or minus the signal's number; {@link Integer#MIN_VALUE} where
   *     unknown
   * @param stderrTail the last lines it wrote to its standard error, oldest first; may be empty
   * @param hsErrFile the JVM's crash report as an absolute path, if it left one
   */
  public record Death(long pid, int exitCode, List<String> stderrTail, @Nullable String hsErrFile)
      implements java.io.Serializable {

    /** Copies the list. */
    public Death {
      stderrTail = List.copyOf(stderrTail);
    }
  }

  /** The process id of the dead worker. */
  public long pid() {
    return death.pid();
  }

  /**
   * Its exit code; minus the signal's number if a signal ended it; {@link Integer#MIN_VALUE} where
   * unknown.
   */
  public int exitCode() {
    return death.exitCode();
  }

  /** The last lines the worker wrote to its standard error, oldest first. */
  public List<String> stderrTail() {
    return death.stderrTail();
  }

  /**
   * The JVM's crash report ({@code hs_err_pid….log}), if it left one. The file stays until 50 newer
   * ones of this user have come.
   */
  public Optional<Path> hsErrFile() {
    return Optional.ofNullable(death.hsErrFile()).map(Path::of);
  }
}
