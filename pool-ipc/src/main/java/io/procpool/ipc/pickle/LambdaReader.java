package io.procpool.ipc.pickle;

import com.esotericsoftware.kryo.Registration;
import org.jspecify.annotations.Nullable;

/** Reads the captured values of one call site's lambdas and makes the lambdas. */
final class LambdaReader extends GraphSerializer<Object> {

  /** A call site in this process. */
  interface Site {

    /**
     * A lambda of this call site.
     *
     * @param trusted whether the sender may name any method as the lambda's code
     */
    Object make(@Nullable Object[] captured, boolean trusted);
  }

  private final Site site;

  private LambdaReader(Site site) {
    this.site = site;
  }

  /** What Kryo reads the lambdas of a call site by. */
  static Registration registration(Site site) {
    return new Registration(Site.class, new LambdaReader(site), 0);
  }

  @Override
  void write(PickleKryo kryo, PickleOutput output, Object lambda) {
    throw new IllegalStateException("only reads");
  }

  @Override
  Object read(PickleKryo kryo, PickleInput input, Class<? extends Object> type) {
    kryo.references().countIdentity();
    @Nullable Object[] captured = new @Nullable Object[input.readCount()];
    for (int i = 0; i < captured.length; i++) {
      captured[i] = kryo.readClassAndObject(input);
    }
    return site.make(captured, !kryo.isFiltered());
  }
}
