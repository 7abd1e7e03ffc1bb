package io.procpool.benchmarks.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.procpool.benchmarks.Figure;
import io.procpool.benchmarks.Machine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Everything measured, as JSON: every figure of every process, and the summary. */
public record JsonReport(Machine machine, List<Figure> figures, Results results) {

  /** Writes the file. */
  public void write(Path file) throws IOException {
    new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), this);
  }
}
