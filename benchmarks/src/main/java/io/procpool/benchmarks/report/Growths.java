package io.procpool.benchmarks.report;

import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/** How cost grows, and why. */
final class Growths {

  private static final double BYTES_BOTH_WAYS_OF_1_MIB = 2.0 * (1 << 20);

  static final List<Growth> ALL =
      List.of(
          new Growth(
              "Tasks in one map",
              Pattern.compile("map-of-(\\d+)"),
              "us a task",
              Growth.Point::value,
              "A map costs some hundred microseconds once, to wake workers and to end together, which few tasks share."
                  + " Chunks grow with the pace, so that from some ten thousand tasks on only the task itself counts;"
                  + " ten million results are a list in the parent's heap, which its collector copies."),
          new Growth(
              "Workers of a pool, 300,000 tasks",
              Pattern.compile("map-on-(\\d+)-workers"),
              "us a task",
              Growth.Point::value,
              "One worker leaves a CPU to the parent. More workers than CPUs share them: each waits for its turn with a"
                  + " chunk, what it has not begun is given to others meanwhile, and so chunks are smaller and more. Each JVM"
                  + " also compiles for itself, a second or two of a CPU, which is over before these are measured."),
          new Growth(
              "Pools at once, two workers and 100,000 tasks each",
              Pattern.compile("map-on-(\\d+)-pools"),
              "us a task",
              Growth.Point::value,
              "As with many workers of one pool: the CPUs are shared, and each JVM compiles for itself first."),
          new Growth(
              "Size of an argument, there and back: the call",
              Pattern.compile("echo-of-(\\d+)-bytes"),
              "us a call",
              point -> 2 * point.size() / point.value(),
              "Up to some KiB a call costs a round trip whatever it carries; above, copying counts."),
          new Growth(
              "Size of an argument, there and back: the byte",
              Pattern.compile("echo-of-(\\d+)-bytes"),
              "us a MiB",
              point -> BYTES_BOTH_WAYS_OF_1_MIB / point.value(),
              "Below 64 KiB the round trip is what costs. From 512 KiB on arrays go through shared memory;"
                  + " beyond the processor's caches copying is slower, and the heaps of both sides must first grow for them: a"
                  + " virtual machine may hand out memory that was never touched at 0.4 GB/s."),
          new Growth(
              "Live heap of the parent in imap",
              Pattern.compile("imap-of-(\\d+)-live-heap"),
              "MB",
              Growth.Point::value,
              "How far imap runs ahead is bounded, so the heap does not grow with the number of items."),
          start(
              "Start of workers: time",
              "start-(\\d+)-workers",
              "ms a worker",
              "The first of a cold JVM pays for loading the pool's own classes."),
          start(
              "Start of workers: their CPU time",
              "start-(\\d+)-workers-cpu",
              "ms a worker",
              "It should not depend on how many start. What makes many dearer: more switches, caches that many share, and a compiler thread in each JVM."),
          start(
              "Stop of workers",
              "stop-(\\d+)-workers",
              "ms a worker",
              "What ending costs once is shared by all; they end side by side."));

  private Growths() {}

  private static Growth start(String title, String cases, String unit, String explanation) {
    Function<Growth.Point, Double> each = point -> point.value() / point.size();
    return new Growth(title, Pattern.compile(cases), unit, each, explanation);
  }
}
