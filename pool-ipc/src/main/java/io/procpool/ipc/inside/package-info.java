/**
 * Runs in: parent and worker. The way into the JDK's closed packages, which plain lambdas and the
 * JDK's own wrappers of tasks need; taken only when the first of them comes.
 */
package io.procpool.ipc.inside;
