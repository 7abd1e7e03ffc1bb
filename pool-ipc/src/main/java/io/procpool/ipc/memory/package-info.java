/**
 * Runs in: parent and worker. Memory that processes share: segments, their byte layouts, and the
 * locks built on them.
 *
 * <p>Every process of a user that makes shared objects has one directory of segment files ({@link
 * io.procpool.ipc.memory.SegmentDirectory}); each file is mapped by the process that made it and by
 * those that were told its path ({@link io.procpool.ipc.memory.Segment}). Every layout inside is
 * one class of offsets with a drawing; PROTOCOL.md has the same drawings.
 */
@NullMarked
package io.procpool.ipc.memory;

import org.jspecify.annotations.NullMarked;
