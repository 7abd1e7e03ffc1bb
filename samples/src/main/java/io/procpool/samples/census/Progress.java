package io.procpool.samples.census;

import java.io.Console;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows how far a pass has come. */
@FunctionalInterface
public interface Progress {

  /** A bar for this many steps; closing it removes it from the screen. */
  Bar start(String title, long steps);

  /** Draws bars if the program writes to a terminal, and nothing if it does not. */
  @SuppressWarnings("SystemConsoleNull") // since JDK 25 it is null again without a terminal
  static Progress onTerminal() {
    Console console = System.console();
    return console != null && console.isTerminal() ? Progress::drawn : Progress::silent;
  }

  /** Draws nothing. */
  static Bar silent(String title, long steps) {
    return new Bar() {
      @Override
      public void step() {}

      @Override
      public void close() {}
    };
  }

  private static Bar drawn(String title, long steps) {
    ProgressBar bar =
        new ProgressBarBuilder()
            .setTaskName(title)
            .setInitialMax(steps)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(100)
            .setConsumer(new ConsoleProgressBarConsumer(System.out))
            .clearDisplayOnFinish()
            .build();
    return new Bar() {
      @Override
      public void step() {
        bar.step();
      }

      @Override
      public void close() {
        bar.close();
      }
    };
  }

  /** One pass's bar; for one thread. */
  interface Bar extends AutoCloseable {

    /** One more is done. */
    void step();

    @Override
    void close();
  }
}
