/**
 * Runs in: parent and worker. The parts of {@link io.procpool.samples.JdkCensus}: what is asked of
 * one class file, how answers add up, how a pool is asked, and how the sum is printed.
 */
package io.procpool.samples.census;
