/** Runs in: parent. The pool that applications get from {@link io.procpool.Pool#open}. */
package io.procpool.runtime;
