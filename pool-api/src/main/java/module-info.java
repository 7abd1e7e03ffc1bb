/** The contracts an application types. Runs in: parent and worker. */
@org.jspecify.annotations.NullMarked
module io.procpool {
  requires static transitive org.jspecify;

  exports io.procpool;
  exports io.procpool.spi;

  opens io.procpool to
      io.procpool.ipc;

  uses io.procpool.spi.ManagerProvider;
  uses io.procpool.spi.PoolProvider;
  uses io.procpool.spi.ProcessProvider;
  uses io.procpool.spi.SharedObjectProvider;
}
