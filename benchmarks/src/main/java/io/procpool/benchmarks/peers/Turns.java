package io.procpool.benchmarks.peers;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.procpool.benchmarks.Figure;
import io.procpool.benchmarks.cases.CaseMain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A contestant's program while it measures one case, a figure a turn. Between turns it waits for a
 * line on its standard input; one that gives a single figure and exits is started anew for each
 * turn. One thread uses it; closing ends the program and all it started.
 */
public final class Turns implements AutoCloseable {

  private static final long LIMIT_SECONDS = 180;
  private static final int TAIL_CHARACTERS = 2000;

  private final Run run;
  private final ProcessBuilder builder;
  private final Path errors;
  private Process process;

  /** The figure of a program that had no need to be asked. */
  private @Nullable Figure given;

  private boolean askedByLine;

  private Turns(Run run, ProcessBuilder builder, Path errors) throws IOException {
    this.run = run;
    this.builder = builder;
    this.errors = errors;
    process = builder.start();
  }

  /** Starts the program; returns when it is warm, or has given its only figure. */
  static Turns begin(Run run, ProcessBuilder builder, Path errors)
      throws IOException, InterruptedException {
    Turns turns = new Turns(run, builder, errors);
    try {
      turns.awaitReady();
      return turns;
    } catch (IOException | InterruptedException | RuntimeException failure) {
      turns.kill();
      throw failure;
    }
  }

  /**
   * One figure, within three minutes.
   *
   * @throws IOException if the program failed, gave none or took too long; it is killed then
   */
  public Figure next() throws IOException, InterruptedException {
    try {
      if (askedByLine) {
        ask();
        return figure(readLine());
      }
      if (given == null) {
        process = builder.start();
        given = figure(readLine());
        awaitExit();
      }
      Figure figure = given;
      given = null;
      return figure;
    } catch (IOException | InterruptedException | RuntimeException failure) {
      kill();
      throw failure;
    }
  }

  /**
   * Lets the program end.
   *
   * @throws IOException if it fails while it ends
   */
  @Override
  public void close() throws IOException {
    try {
      process.getOutputStream().close();
      awaitExit();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } finally {
      kill();
    }
  }

  private void ask() {
    try {
      process.getOutputStream().write('\n');
      process.getOutputStream().flush();
    } catch (IOException itHasGone) {
      // Why, is told by the answer that does not come.
    }
  }

  private void awaitReady() throws IOException, InterruptedException {
    String first = readLine();
    askedByLine = first.equals(CaseMain.READY);
    if (!askedByLine) {
      given = figure(first);
      awaitExit();
    }
  }

  private Figure figure(String line) throws IOException {
    if (!line.startsWith("{")) {
      throw new IOException(run + " printed what is no figure: " + line);
    }
    Figure figure = new ObjectMapper().readValue(line, Figure.class);
    return run.pinned() ? figure.named(figure.caseName() + Run.PINNED) : figure;
  }

  private String readLine() throws IOException, InterruptedException {
    var reading = CompletableFuture.supplyAsync(this::blockingReadLine, Thread::startVirtualThread);
    try {
      Optional<String> line = reading.get(LIMIT_SECONDS, TimeUnit.SECONDS);
      if (line.isEmpty()) {
        awaitExit();
        throw new IOException(run + " gave no figure" + tail());
      }
      return line.get();
    } catch (TimeoutException tooLong) {
      throw new IOException(run + " took more than " + LIMIT_SECONDS + " s" + tail(), tooLong);
    } catch (ExecutionException broken) {
      throw new IOException(run + " cannot be read" + tail(), broken.getCause());
    }
  }

  private Optional<String> blockingReadLine() {
    try {
      return Optional.ofNullable(process.inputReader().readLine());
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private void awaitExit() throws IOException, InterruptedException {
    if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      throw new IOException(run + " does not end: seconds=" + LIMIT_SECONDS + tail());
    }
    if (process.exitValue() != 0) {
      throw new IOException(run + " failed: exitCode=" + process.exitValue() + tail());
    }
  }

  private String tail() {
    try {
      String text = Files.readString(errors).strip();
      return text.isEmpty()
          ? ""
          : ": " + text.substring(Math.max(0, text.length() - TAIL_CHARACTERS));
    } catch (IOException unreadable) {
      return " (its stderr cannot be read: " + unreadable + ")";
    }
  }

  private void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
