package io.procpool.ipc.memory;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** A child JVM that is asked by lines and answers each with one. */
public final class Peer implements AutoCloseable {

  private final Process process;
  private final BufferedReader answers;
  private final PrintStream questions;

  private Peer(Process process) {
    this.process = process;
    answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    questions = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
  }

  public static Peer start(Class<?> main, String... arguments) throws IOException {
    return new Peer(ChildJvm.start(main, arguments));
  }

  /** A peer that cannot call libc. */
  static Peer startPortable(Class<?> main, String... arguments) throws IOException {
    return new Peer(ChildJvm.startPortable(main, arguments));
  }

  /** What the peer's main runs: answers each line of its standard input until the end. */
  public static void serve(Answer answer) throws Exception {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String said;
      try {
        said = answer.to(line);
      } catch (Exception e) {
        said = e.getClass().getSimpleName();
      }
      System.out.println(said);
    }
  }

  /** Asks and waits for the answer. */
  public String ask(String question) throws IOException {
    tell(question);
    return answer();
  }

  /** Asks; {@link #answer} has the answer. */
  public void tell(String question) {
    questions.println(question);
  }

  /** Waits for the next answer. */
  public String answer() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new IOException("the peer ended: pid=" + process.pid());
    }
    return line;
  }

  /** The SIGKILL way; returns when the process is gone. */
  public void kill() {
    close();
  }

  public long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }

  /** An answer to a line. */
  public interface Answer {
    String to(String question) throws Exception;
  }
}
