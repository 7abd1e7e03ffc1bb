package io.procpool.benchmarks;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What one process measured in one turn: the line of JSON that every system's program prints.
 *
 * @param system who was measured: {@code procpool}, {@code cpython-3.11}, {@code limit} ...
 * @param caseName what was measured; the same name for every system
 * @param value the figure, in {@code unit}
 * @param unit of the value: {@code us}, {@code tasks/s}, {@code MB/s} ...
 * @param higherIsBetter false for times
 * @param warmMillis how long the process had repeated its case before it counted; 0 for one that
 *     did not, or does not tell
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Figure(
    String system,
    @JsonProperty("case") String caseName,
    double value,
    String unit,
    @JsonProperty("higher_is_better") boolean higherIsBetter,
    @JsonProperty("warm_millis") long warmMillis) {

  /** The same figure under another case's name. */
  public Figure named(String caseName) {
    return new Figure(system, caseName, value, unit, higherIsBetter, warmMillis);
  }
}
