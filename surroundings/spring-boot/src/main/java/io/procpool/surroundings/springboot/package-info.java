/** Runs in: parent and worker. An ordinary application of Spring Boot, for the tests. */
package io.procpool.surroundings.springboot;
