package io.procpool.benchmarks.report;

import static java.util.stream.Collectors.groupingBy;

import io.procpool.benchmarks.Figure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** Everything measured, in the order in which it was first measured. */
public record Results(List<Series> series) {

  /** Copies the list. */
  public Results {
    series = List.copyOf(series);
  }

  /** Puts together what was measured of the same system and case. */
  public static Results of(List<Figure> figures) {
    record Key(String caseName, String system) {}
    var groups =
        figures.stream()
            .collect(
                groupingBy(
                    figure -> new Key(figure.caseName(), figure.system()),
                    LinkedHashMap::new,
                    java.util.stream.Collectors.toList()));
    return new Results(groups.values().stream().map(Results::series).toList());
  }

  private static Series series(List<Figure> same) {
    Figure first = same.getFirst();
    Spread spread = Spread.of(same.stream().map(Figure::value).toList());
    Spread warm = Spread.of(same.stream().map(figure -> (double) figure.warmMillis()).toList());
    return new Series(
        first.caseName(),
        first.system(),
        spread,
        first.unit(),
        first.higherIsBetter(),
        warm.median());
  }

  /** The cases that have results. */
  public List<String> caseNames() {
    return series.stream().map(Series::caseName).distinct().toList();
  }

  /** The results of a case, one a system. */
  public List<Series> of(String caseName) {
    return series.stream().filter(each -> each.caseName().equals(caseName)).toList();
  }

  /** The result of the system whose name begins so: {@code cpython} has its version in it. */
  public Optional<Series> find(String caseName, String system) {
    return of(caseName).stream().filter(each -> each.system().startsWith(system)).findFirst();
  }
}
