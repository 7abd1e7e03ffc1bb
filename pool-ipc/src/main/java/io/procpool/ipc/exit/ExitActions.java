package io.procpool.ipc.exit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What this process does as it exits: by the return of its last thread, {@link System#exit} or a
 * signal that asks it to end. One shutdown hook does it, stage by stage. The hook is there only
 * while there are actions, and has no context loader, so that it keeps no class loader whose
 * application has ended. Any thread may call.
 */
public final class ExitActions {

  /** When an action has its turn; within a stage, in the order of adding. */
  public enum Stage {
    /** Processes that nobody waits for are killed. */
    HELPERS,
    /** Child processes are awaited or ended. */
    CHILDREN,
    /** Files are removed: whoever used them has ended. */
    FILES
  }

  /** An action that was added. */
  public static final class Added {
    private final Stage stage;
    private final Runnable action;

    private Added(Stage stage, Runnable action) {
      this.stage = stage;
      this.action = action;
    }

    /** Takes the action back; without effect if this process exits. */
    public void remove() {
      ExitActions.remove(this);
    }
  }

  private static final System.Logger LOG = System.getLogger("io.procpool");

  private static final List<Added> ACTIONS = new ArrayList<>(); // guarded by the class
  private static @Nullable Thread hook; // guarded by the class

  private ExitActions() {}

  /**
   * Adds an action, which may block and should not throw.
   *
   * @throws IllegalStateException if this process exits already
   */
  public static synchronized Added add(Stage stage, Runnable action) {
    if (hook == null) {
      Thread runs = new Thread(null, ExitActions::runAll, "procpool-exit", 0, false);
      runs.setContextClassLoader(null);
      Runtime.getRuntime().addShutdownHook(runs);
      hook = runs;
    } else if (hook.getState() != Thread.State.NEW) {
      throw new IllegalStateException("this process exits");
    }
    Added added = new Added(stage, action);
    ACTIONS.add(added);
    return added;
  }

  private static synchronized void remove(Added added) {
    if (ACTIONS.remove(added) && ACTIONS.isEmpty() && hook != null) {
      try {
        boolean _ = Runtime.getRuntime().removeShutdownHook(hook);
        hook = null;
      } catch (IllegalStateException exits) {
        return; // it runs, or will
      }
    }
  }

  private static void runAll() {
    List<Added> actions;
    synchronized (ExitActions.class) {
      actions = new ArrayList<>(ACTIONS);
    }
    actions.sort(Comparator.comparing(added -> added.stage)); // keeps the order of a stage
    for (Added each : actions) {
      try {
        each.action.run();
      } catch (RuntimeException | Error e) {
        // The rest must be done all the same, and a trace of this on stderr would help nobody.
        LOG.log(System.Logger.Level.DEBUG, "an action at exit failed", e);
      }
    }
  }
}
