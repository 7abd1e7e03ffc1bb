/**
 * Runs in: parent and worker. Values, arrays and named memory that processes share, each in a
 * segment of its own.
 *
 * <p>{@code Cells} is every access to a value or an element; {@code SegmentCells} is what all
 * values and arrays have: a segment, a lock, a ticket. {@link io.procpool.ipc.values.SharedCells}
 * makes them, {@link io.procpool.ipc.values.NamedMemory} is memory found by its name.
 */
@NullMarked
package io.procpool.ipc.values;

import org.jspecify.annotations.NullMarked;
