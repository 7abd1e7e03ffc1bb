package io.procpool.worker;

import io.procpool.ipc.status.StatusPage;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/**
 * Standard output and error of a child: the parent's own, written in whole lines ({@link
 * LineOutput}), a line that is not ended after a moment. What goes to stderr is noted in the status
 * page too.
 */
final class WorkerStreams {

  private WorkerStreams() {}

  /** Installs both; {@code status} is null in a process that has no status page. */
  static void install(@Nullable StatusPage status) {
    Charset outs = charset("stdout.encoding");
    Charset errs = charset("stderr.encoding");
    OpenLinesWriter late = new OpenLinesWriter();
    LineOutput out =
        new LineOutput(
            new FileOutputStream(FileDescriptor.out),
            status == null ? null : status.openOut(),
            (_, _, _) -> {},
            late::opened);
    LineOutput err =
        new LineOutput(
            new FileOutputStream(FileDescriptor.err),
            status == null ? null : status.openErr(),
            status == null ? (_, _, _) -> {} : new StderrTail(status, errs),
            late::opened);
    late.of(out, err);
    PrintStream printOut = new PrintStream(out, false, outs);
    PrintStream printErr = new PrintStream(err, false, errs);
    System.setOut(printOut);
    System.setErr(printErr);
    Runnable lastWords =
        () -> {
          printOut.flush();
          printErr.flush();
        };
    Runtime.getRuntime().addShutdownHook(new Thread(lastWords, "procpool-last-words"));
  }

  private static Charset charset(String property) {
    return Charset.forName(System.getProperty(property, Charset.defaultCharset().name()));
  }
}
