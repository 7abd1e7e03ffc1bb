/**
 * Runs in: parent. Processes that run one action: starting them, watching them, ending them with
 * their parent.
 */
package io.procpool.runtime.child;
