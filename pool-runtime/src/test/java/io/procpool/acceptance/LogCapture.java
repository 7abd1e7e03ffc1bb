package io.procpool.acceptance;

import io.procpool.Pool;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What procpool logs in this process until it is closed; nobody else hears it. */
public final class LogCapture extends Handler implements AutoCloseable {

  private final List<LogRecord> records = new CopyOnWriteArrayList<>();
  private final Logger logger = Logger.getLogger("io.procpool");
  private final boolean usedParents = logger.getUseParentHandlers();

  /** Listens from now on. */
  public LogCapture() {
    logger.addHandler(this);
    logger.setUseParentHandlers(false);
  }

  /** All records so far. */
  public List<LogRecord> records() {
    return records;
  }

  /** What was logged of this pool at this level. */
  public List<String> of(Pool pool, Level level) {
    return records.stream()
        .filter(logged -> logged.getLevel().equals(level))
        .map(LogRecord::getMessage)
        .filter(message -> message.startsWith("pool " + pool.name() + ":"))
        .toList();
  }

  @Override
  public void publish(LogRecord logged) {
    records.add(logged);
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.removeHandler(this);
    logger.setUseParentHandlers(usedParents);
  }
}
