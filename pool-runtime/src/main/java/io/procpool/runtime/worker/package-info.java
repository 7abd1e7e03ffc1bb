/**
 * Runs in: parent. The parent's side of a worker: its process, its reader, its messages as events.
 */
package io.procpool.runtime.worker;
