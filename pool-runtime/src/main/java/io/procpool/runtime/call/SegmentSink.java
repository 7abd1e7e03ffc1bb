package io.procpool.runtime.call;

import io.procpool.runtime.dispatch.BatchSink;
import io.procpool.runtime.dispatch.Failure;
import io.procpool.runtime.dispatch.Outcomes;
import io.procpool.runtime.dispatch.Range;

/** A sink that keeps how its items ended, segment by segment, until somebody reads. */
interface SegmentSink extends BatchSink {

  /** Takes what the dispatcher brings, in its turn. */
  void take(Segment segment);

  @Override
  default void delivered(long index, int count, Outcomes outcomes, int at) {
    take(new Segment.Delivered(new Range(index, index + count), (OutcomeFrame) outcomes, at));
  }

  @Override
  default void failed(Range range, Failure failure) {
    take(new Segment.GivenUp(range, failure));
  }
}
