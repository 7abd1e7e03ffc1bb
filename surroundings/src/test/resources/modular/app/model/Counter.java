package app.model;

/** What a manager keeps. */
public interface Counter {
  int add(int more);

  /** Counts in memory. */
  final class Plain implements Counter {
    private int count;

    @Override
    public synchronized int add(int more) {
      count += more;
      return count;
    }
  }
}
