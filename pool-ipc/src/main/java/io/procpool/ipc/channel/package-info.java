/**
 * Runs in: parent and worker. Frames over a byte link: a socket by its descriptor (FFM) in the
 * parent, a {@link java.nio.channels.SocketChannel} in the worker and where FFM is not to be had.
 *
 * <p>The layout of a frame is drawn at {@link io.procpool.ipc.channel.FrameLayout}.
 */
package io.procpool.ipc.channel;
