/**
 * Runs in: parent. A caller's side of a batch: inputs pickled and kept until they are done, results
 * kept until they are read.
 */
package io.procpool.runtime.call;
