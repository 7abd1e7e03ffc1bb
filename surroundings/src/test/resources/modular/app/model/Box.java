package app.model;

/** Not Serializable. */
public final class Box {
  private final int content;

  public Box(int content) {
    this.content = content;
  }

  public int content() {
    return content;
  }
}
