/**
 * Runs in: parent and worker. The queue that processes share: a ring of records in one segment.
 *
 * <pre>
 * put ---> Elements ---> Outgoing ---> PutEnd ---> Ring ---> TakeEnd ---> Incoming ---> Elements ---> take
 *          pickles       records       waits for   locks     waits for    records       unpickles
 *                        of one call   room        copies    records      of one call
 * </pre>
 *
 * {@link io.procpool.ipc.queue.SegmentQueue} is the contract's face. {@code Ring} never waits for
 * the other side and is all that a death could damage; {@code Signal} is how each end sleeps;
 * {@code Membership} knows who has the queue and whether it has ended; {@code ElementFiles} keeps
 * what is too large for the ring.
 */
@NullMarked
package io.procpool.ipc.queue;

import org.jspecify.annotations.NullMarked;
