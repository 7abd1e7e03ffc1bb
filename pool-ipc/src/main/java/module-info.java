/** What crosses the process border, and nothing else. Runs in: parent and worker. */
@org.jspecify.annotations.NullMarked
module io.procpool.ipc {
  requires transitive io.procpool;
  requires static transitive org.jspecify;
  requires com.esotericsoftware.kryo;
  requires com.esotericsoftware.minlog;
  requires org.objenesis;
  requires java.logging;
  requires jdk.unsupported;

  exports io.procpool.ipc.memory to
      io.procpool.runtime,
      io.procpool.worker;
  exports io.procpool.ipc.exit to
      io.procpool.runtime,
      io.procpool.worker;
  exports io.procpool.ipc.classes to
      io.procpool.runtime;
  exports io.procpool.ipc.files to
      io.procpool.runtime;
  exports io.procpool.ipc.inside to
      io.procpool.runtime;
  exports io.procpool.ipc.channel to
      io.procpool.runtime,
      io.procpool.worker;
  exports io.procpool.ipc.posix to
      io.procpool.runtime,
      io.procpool.worker;
  exports io.procpool.ipc.connection to
      io.procpool.runtime,
      io.procpool.worker;
  exports io.procpool.ipc.network to
      io.procpool.runtime,
      io.procpool.worker;
  exports io.procpool.ipc.message to
      io.procpool.runtime,
      io.procpool.worker;
  exports io.procpool.ipc.status to
      io.procpool.runtime,
      io.procpool.worker;
  exports io.procpool.ipc.proxy to
      io.procpool.runtime;
  exports io.procpool.ipc.pickle;

  uses io.procpool.ipc.pickle.KryoSerializers;

  provides io.procpool.spi.SharedObjectProvider with
      io.procpool.ipc.shared.SharedObjects;
}
