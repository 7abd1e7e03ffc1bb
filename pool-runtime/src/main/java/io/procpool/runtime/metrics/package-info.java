/** Runs in: parent. A pool's meters for Micrometer, which is an optional dependency. */
package io.procpool.runtime.metrics;
