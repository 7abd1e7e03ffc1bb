package io.procpool.ipc.pickle;

import io.procpool.ipc.classes.PerClass;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** The class file of a class that holds lambdas' code. */
final class HostFile {

  private static final long UNKNOWN = 0;

  private static final PerClass<Long> CHECKSUMS = new PerClass<>(HostFile::computeChecksum);

  private HostFile() {}

  /**
   * The CRC-32 of an application's class file, which the JDK's need not have in common; 0 if it is
   * not to be found: of a class made at run time.
   */
  static long checksum(Class<?> host) {
    return SerializerChoice.isJdk(host) ? UNKNOWN : checksumOfAny(host);
  }

  /** As {@link #checksum}, also of the JDK's class files. */
  static long checksumOfAny(Class<?> host) {
    return CHECKSUMS.get(host);
  }

  private static long computeChecksum(Class<?> host) {
    byte @Nullable [] file = bytes(host);
    if (file == null) {
      return UNKNOWN;
    }
    CRC32 crc = new CRC32();
    crc.update(file);
    return crc.getValue();
  }

  /** The file's content, or null if it is not to be found. */
  static byte @Nullable [] bytes(Class<?> host) {
    String name = host.getName();
    String file = name.substring(name.lastIndexOf('.') + 1) + ".class";
    try (InputStream stream = host.getResourceAsStream(file)) {
      return stream == null ? null : stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("the class file of " + name + " cannot be read", e);
    }
  }
}
