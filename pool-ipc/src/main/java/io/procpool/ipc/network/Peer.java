package io.procpool.ipc.network;

import io.procpool.ipc.channel.FrameChannel;
import java.net.SocketAddress;

/**
 * A peer that has the key. Who takes it closes its channel.
 *
 * @param channel frames to and from it; its calls heed no interrupt
 * @param address where it is: of a server the address it listens at, of a client the one it came
 *     from, which is without a path for a Unix socket
 * @param pid its process, on its machine, as it says itself
 */
public record Peer(FrameChannel channel, SocketAddress address, long pid) {}
