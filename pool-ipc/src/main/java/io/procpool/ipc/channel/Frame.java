package io.procpool.ipc.channel;

import java.util.List;

/**
 * A frame as received. Its body and arrays belong to the receiver.
 *
 * @param type what it is about
 * @param body its bytes, not copied
 * @param arrays its primitive arrays, in the sender's order, as {@code int[]}, {@code double[]}, …
 */
@SuppressWarnings("ArrayRecordComponent") // a bulk carrier: compared by nobody, copied by nobody
public record Frame(FrameType type, byte[] body, List<Object> arrays) {}
