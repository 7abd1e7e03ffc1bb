/** Programs a user would write. */
@org.jspecify.annotations.NullMarked
module io.procpool.samples {
  requires io.procpool;
  requires info.picocli;
  requires static transitive org.jspecify;
}
