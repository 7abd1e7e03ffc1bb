/**
 * Runs in: parent. What other libraries wrap around a user's function before they hand it to an
 * executor: the wrapper runs here, where its future is, and the function in a worker.
 */
package io.procpool.runtime.wrapper;
