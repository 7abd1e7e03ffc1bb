package io.procpool.benchmarks.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;

/** How numbers are printed. */
final class Numbers {

  private static final MathContext THREE_DIGITS = new MathContext(3);

  private Numbers() {}

  /** All digits, thousands separated. */
  static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** Three significant digits, thousands separated: 0.971, 12.5, 1,230,000. */
  static String show(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return Double.toString(value);
    }
    var format = new DecimalFormat("#,##0.######", DecimalFormatSymbols.getInstance(Locale.ROOT));
    return format.format(new BigDecimal(value).round(THREE_DIGITS));
  }
}
