package app.model;

import java.io.Serializable;
import java.util.List;

/** Serializable, of a package that is not open. */
public final class Account implements Serializable {
  private static final long serialVersionUID = 1L;

  private final List<String> owners;
  private final long cents;

  public Account(List<String> owners, long cents) {
    this.owners = owners;
    this.cents = cents;
  }

  public Account plus(long more) {
    return new Account(owners, cents + more);
  }

  @Override
  public String toString() {
    return owners + " " + cents;
  }
}
