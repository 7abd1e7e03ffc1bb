package io.procpool.benchmarks.cases;

import java.util.Random;
import java.util.zip.CRC32C;

/** An array of bytes there and back; both ways count. */
final class Echo implements Case {

  private static final int BYTES_A_RUN = 32 << 20;

  private final Subject subject;
  private final byte[] data;
  private final int calls;
  private final long checksum;

  Echo(Subject subject, int bytes) {
    this.subject = subject;
    data = new byte[bytes];
    new Random(1).nextBytes(data);
    calls = Math.clamp(BYTES_A_RUN / bytes, 2, 500);
    checksum = checksum(data);
  }

  @Override
  public Unit unit() {
    return Unit.MEGABYTES_PER_SECOND;
  }

  @Override
  public double once() throws Exception {
    byte[] last = data;
    long begin = System.nanoTime();
    for (int i = 0; i < calls; i++) {
      last = subject.apply(Work::identity, data);
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    Check.same(checksum, checksum(last));
    return 2.0 * data.length * calls / 1e6 / seconds;
  }

  private static long checksum(byte[] bytes) {
    CRC32C sum = new CRC32C();
    sum.update(bytes);
    return sum.getValue();
  }

  @Override
  public void close() {
    subject.close();
  }
}
