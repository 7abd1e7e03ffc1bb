/**
 * Runs in: parent and worker. The end of a process: what it does as it exits, what made it exit,
 * and how it ends itself whatever its threads do.
 */
package io.procpool.ipc.exit;
