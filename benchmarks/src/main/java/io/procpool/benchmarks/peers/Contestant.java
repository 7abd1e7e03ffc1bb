package io.procpool.benchmarks.peers;

import java.util.List;

/** A system under measurement, as a program that prints figures. */
public interface Contestant {

  /** The system's name. */
  String name();

  /** Whether it takes part in this case. */
  boolean has(String caseName);

  /** The command that measures the case once, in a process of its own. */
  List<String> command(String caseName);
}
