/** The pool itself: dispatch, processes, metrics. Runs in: parent. */
@org.jspecify.annotations.NullMarked
module io.procpool.runtime {
  requires transitive io.procpool;
  requires io.procpool.ipc;
  requires com.google.common;
  requires java.management;
  requires static micrometer.core;
  requires static transitive org.jspecify;

  exports io.procpool.runtime.metrics;

  provides io.procpool.spi.ManagerProvider with
      io.procpool.runtime.manager.LocalManagers;
  provides io.procpool.spi.PoolProvider with
      io.procpool.runtime.LocalPools;
  provides io.procpool.spi.ProcessProvider with
      io.procpool.runtime.child.LocalProcesses;
}
