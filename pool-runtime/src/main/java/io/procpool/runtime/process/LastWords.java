package io.procpool.runtime.process;

import io.procpool.ipc.posix.StandardOutputs;
import io.procpool.ipc.status.OpenLine;
import io.procpool.ipc.status.StatusPage;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;

/** Prints what a child had printed of a line when it died. */
public final class LastWords {

  private LastWords() {}

  /** Writes to this process's standard output and error, which are the child's, too. */
  public static void print(StatusPage ofDeadChild) {
    print(ofDeadChild.openOut(), 1, FileDescriptor.out);
    print(ofDeadChild.openErr(), 2, FileDescriptor.err);
  }

  // The stream is not closed, as that would close the descriptor.
  private static void print(OpenLine line, int number, FileDescriptor descriptor) {
    if (line.length() == 0 || !StandardOutputs.isInheritable(number)) {
      return;
    }
    try {
      new FileOutputStream(descriptor).write(line.bytes());
      line.clear();
    } catch (IOException e) {
      return; // nobody reads what is printed
    }
  }
}
