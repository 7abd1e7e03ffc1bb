package io.procpool.runtime.manager;

import io.procpool.ipc.channel.FrameChannel;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** Where a server lets clients in. */
interface Entrance extends AutoCloseable {

  /** Where clients connect to. */
  SocketAddress address();

  /** Blocks for the next client; null when closed. */
  @Nullable FrameChannel accept();

  @Override
  void close();
}
