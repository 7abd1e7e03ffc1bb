/**
 * Runs in: parent and worker. The few libc functions procpool calls, one method each, and the JVM's
 * own, by {@code java.lang.foreign}; Linux on x86-64 and aarch64.
 */
package io.procpool.ipc.posix;
