package io.procpool.ipc.status;

/**
 * What a child has printed of a line that it has not ended, in its status page: if it dies, its
 * parent prints it. The child appends and clears, one thread at a time; the parent reads when the
 * child is dead.
 */
public final class OpenLine {

  private final StatusPage page;
  private final int lengthAt;
  private final int start;

  OpenLine(StatusPage page, int lengthAt, int start) {
    this.page = page;
    this.lengthAt = lengthAt;
    this.start = start;
  }

  /** How many bytes it has, 0 to 16,384. */
  public int length() {
    return page.lengthAt(lengthAt);
  }

  /** Child: appends; false, and nothing changed, if there is no room. */
  public boolean append(byte[] bytes, int offset, int count) {
    int length = length();
    if (count > StatusLayout.OPEN_BYTES - length) {
      return false;
    }
    page.put(start + length, bytes, offset, count);
    page.setLength(lengthAt, length + count); // who sees it sees the bytes
    return true;
  }

  /** Child: empties it, once it is written out. */
  public void clear() {
    page.setLength(lengthAt, 0);
  }

  /** A copy of what it has. */
  public byte[] bytes() {
    return page.get(start, length());
  }
}
