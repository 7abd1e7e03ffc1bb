/** Runs in: parent and worker. What is known of classes, and for how long. */
package io.procpool.ipc.classes;
