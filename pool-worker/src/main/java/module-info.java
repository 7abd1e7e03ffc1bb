/** The child: one main, one loop. Runs in: worker. */
@org.jspecify.annotations.NullMarked
module io.procpool.worker {
  requires io.procpool.ipc;
  requires static transitive org.jspecify;
}
