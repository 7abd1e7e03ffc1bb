/** Runs in: parent and worker. The one place that knows who makes which shared object. */
@NullMarked
package io.procpool.ipc.shared;

import org.jspecify.annotations.NullMarked;
