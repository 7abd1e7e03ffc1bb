package io.procpool.runtime.call;

import io.procpool.NotSendableException;
import io.procpool.ipc.message.OutcomeKind;
import io.procpool.runtime.dispatch.Failure;
import io.procpool.runtime.dispatch.Range;
import org.jspecify.annotations.Nullable;

/** The ends of consecutive items of a batch, not read yet. */
sealed interface Segment {

  /** Which items. */
  Range items();

  /** How many bytes it keeps in memory. */
  long bytes();

  /** Whether the item gave a result, as far as is known without reading it. */
  boolean isSuccess(long index);

  /** The first item that gave no result, as far as is known; {@link Long#MAX_VALUE} if none. */
  long firstFailure();

  /** Reads the result of one of the items. */
  @Nullable Object read(long index, Verdicts verdicts) throws CallFailure;

  /** Outcomes that a worker sent; {@code at} is the first one's place in the frame. */
  record Delivered(Range items, OutcomeFrame frame, int at) implements Segment {

    @Override
    public long bytes() {
      return frame.bytes(at, Math.toIntExact(items.size()));
    }

    @Override
    public boolean isSuccess(long index) {
      return frame.kind(place(index)) == OutcomeKind.VALUE;
    }

    @Override
    public long firstFailure() {
      int failed = frame.firstFailure(at, at + Math.toIntExact(items.size()));
      return failed < 0 ? Long.MAX_VALUE : items.from() + failed - at;
    }

    @Override
    public @Nullable Object read(long index, Verdicts verdicts) throws CallFailure {
      if (!isSuccess(index)) {
        throw CallFailure.of(frame, place(index));
      }
      try {
        return frame.read(place(index));
      } catch (NotSendableException e) {
        throw CallFailure.of(e);
      }
    }

    private int place(long index) {
      return at + Math.toIntExact(index - items.from());
    }
  }

  /** Items the pool gave up. */
  record GivenUp(Range items, Failure failure) implements Segment {

    @Override
    public long bytes() {
      return 0;
    }

    @Override
    public boolean isSuccess(long index) {
      return false;
    }

    @Override
    public long firstFailure() {
      return items.from();
    }

    @Override
    public @Nullable Object read(long index, Verdicts verdicts) throws CallFailure {
      throw verdicts.of(failure, index);
    }
  }
}
