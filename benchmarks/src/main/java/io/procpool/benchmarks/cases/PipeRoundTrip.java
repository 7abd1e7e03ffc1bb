package io.procpool.benchmarks.cases;

import static java.util.Objects.requireNonNull;

import io.procpool.Connection;
import io.procpool.JvmProcess;
import io.procpool.Pipe;

/** One small object there and back through a pipe. */
final class PipeRoundTrip implements Case {

  private static final int MESSAGES = 5000;

  private final Pipe pipe = Pipe.open();
  private final JvmProcess echo = JvmProcess.start(PipeRoundTrip::echo, pipe.second());

  @Override
  public Unit unit() {
    return Unit.MICROSECONDS;
  }

  @Override
  public double once() {
    Connection here = pipe.first();
    long begin = System.nanoTime();
    for (int i = 0; i < MESSAGES; i++) {
      here.send(i);
      Check.same(i, requireNonNull(here.receive()));
    }
    return (System.nanoTime() - begin) / 1e3 / MESSAGES;
  }

  private static void echo(Connection connection) {
    while (true) {
      connection.send(connection.receive());
    }
  }

  @Override
  public void close() {
    echo.kill();
    pipe.close();
  }
}
