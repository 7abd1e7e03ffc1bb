/**
 * Runs in: parent. Decides which worker does what: {@link io.procpool.runtime.dispatch.PoolState}
 * is the whole policy, without clock, thread or socket; the dispatcher feeds it events and carries
 * out its actions.
 */
package io.procpool.runtime.dispatch;
