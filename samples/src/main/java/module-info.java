/** Programs a user would write. */
@org.jspecify.annotations.NullMarked
module io.procpool.samples {
  requires io.procpool;
  requires info.picocli;
  requires me.tongfei.progressbar;
  requires static transitive org.jspecify;

  opens io.procpool.samples to
      info.picocli;
}
