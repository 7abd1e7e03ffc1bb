package app.model;

/** An exception with a field. */
public final class Overdrawn extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final long missing;

  public Overdrawn(long missing) {
    super("overdrawn");
    this.missing = missing;
  }

  public long missing() {
    return missing;
  }
}
