/**
 * Runs in: parent and worker. Programs a user would write, one class each: {@code mvn -q package
 * -Dsample=HelloPool} runs one.
 */
package io.procpool.samples;
