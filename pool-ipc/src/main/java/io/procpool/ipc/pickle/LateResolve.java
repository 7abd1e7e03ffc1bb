package io.procpool.ipc.pickle;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes an object from its stand-in once all that the stand-in has is whole. */
final class LateResolve extends Filling {

  private final Supplier<@Nullable Object> resolve;
  private @Nullable HashCheck check;
  private boolean kept;

  /**
   * One for a stand-in.
   *
   * @param resolve makes the object, and puts it wherever it is referred to
   */
  LateResolve(Object standIn, Supplier<@Nullable Object> resolve) {
    super(standIn);
    this.resolve = resolve;
  }

  @Override
  void fill() {
    if (kept) {
      return; // it is wrong, and the message is refused
    }
    Object made = resolve.get();
    check = made != null && HookRecord.isCollection(made.getClass()) ? HashCheck.of(made) : null;
  }

  /** Who looks at other objects sees null in their fields. */
  @Override
  void tryToFill() {
    // It is made when it is whole, or when somebody cannot wait for it.
  }

  /** Makes it for somebody who cannot wait: it is not made again. */
  void makeNow() {
    super.tryToFill();
    kept = true;
  }

  @Override
  boolean holds() {
    return check == null || check.holds();
  }

  @Override
  @Nullable Object culprit() {
    return check == null ? null : check.culprit();
  }
}
