package io.procpool.benchmarks.report;

import io.procpool.benchmarks.cases.Cases;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.style.Styler.LegendPosition;

/** How many times better procpool is than each peer, as a chart. */
public record ChartReport(Results results) {

  private static final List<String> PEERS = List.of("cpython", "pp4j", "threads");
  private static final double LEAST = 0.01;
  private static final int WIDTH = 1200;
  private static final int HEIGHT = 600;

  /** Writes the file, in SVG; writes none where there is nothing to compare. */
  public void write(Path file) throws IOException {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title("procpool beside its peers: times better (log scale; 1 is even)")
            .yAxisTitle("times better")
            .build();
    chart.getStyler().setYAxisLogarithmic(true);
    chart.getStyler().setYAxisMin(LEAST); // bars begin at 0 unless told, where no logarithm is
    chart.getStyler().setXAxisLabelRotation(60);
    chart.getStyler().setLegendPosition(LegendPosition.InsideNE);
    PEERS.forEach(peer -> add(chart, peer));
    if (!chart.getSeriesMap().isEmpty()) {
      VectorGraphicsEncoder.saveVectorGraphic(chart, file.toString(), VectorGraphicsFormat.SVG);
    }
  }

  /** All series must have the same cases; a case without this peer is even, and shows no bar. */
  private void add(CategoryChart chart, String peer) {
    List<String> names = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    boolean any = false;
    for (String name : results.caseNames()) {
      var ours = results.find(name, Cases.PROCPOOL);
      if (ours.isPresent() && results.of(name).size() > 1) {
        var theirs = results.find(name, peer);
        any |= theirs.isPresent();
        names.add(name);
        ratios.add(theirs.map(ours.get()::timesBetterThan).orElse(1.0));
      }
    }
    if (any) {
      chart.addSeries(peer, names, ratios);
    }
  }
}
