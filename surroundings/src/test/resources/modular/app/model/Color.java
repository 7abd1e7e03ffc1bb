package app.model;

/** An enum with a constant of its own class. */
public enum Color {
  RED {
    @Override
    public Color next() {
      return GREEN;
    }
  },
  GREEN;

  public Color next() {
    return RED;
  }
}
