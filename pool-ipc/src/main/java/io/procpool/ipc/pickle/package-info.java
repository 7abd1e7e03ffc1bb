/**
 * Runs in: parent and worker. Objects to bytes and back, as pickle does for Python: tasks,
 * arguments, results and exceptions. Kryo walks the graph; what may travel, and how, is decided
 * here.
 */
package io.procpool.ipc.pickle;
