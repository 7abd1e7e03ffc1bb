/**
 * Runs in: parent and worker. How {@code io.procpool} finds the parts that implement its contracts;
 * applications have no business here.
 */
package io.procpool.spi;
