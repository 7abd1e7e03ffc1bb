package io.procpool.spi;

import java.util.ServiceLoader;

/** The implementations of this package's interfaces, each looked up once. */
public final class Providers {

  private Providers() {}

  /**
   * The provider of pools.
   *
   * @throws IllegalStateException if {@code pool-runtime} is not on the class path
   */
  public static PoolProvider pools() {
    return Pools.PROVIDER;
  }

  /**
   * The provider of processes and pipes.
   *
   * @throws IllegalStateException if {@code pool-runtime} is not on the class path
   */
  public static ProcessProvider processes() {
    return Processes.PROVIDER;
  }

  /**
   * The provider of shared objects.
   *
   * @throws IllegalStateException if {@code pool-ipc} is not on the class path
   */
  public static SharedObjectProvider sharedObjects() {
    return SharedObjects.PROVIDER;
  }

  /**
   * The provider of managers.
   *
   * @throws IllegalStateException if {@code pool-runtime} is not on the class path
   */
  public static ManagerProvider managers() {
    return Managers.PROVIDER;
  }

  private static <S> S only(ServiceLoader<S> found, Class<S> service, String artifact) {
    return found
        .findFirst()
        .orElseThrow(() ->
            new IllegalStateException(
                "no "
                    + service.getName()
                    + " found: add io.procpool:"
                    + artifact
                    + " to the class path; on the module path and with jlink, say --add-modules "
                    + artifact.replace("pool-", "io.procpool.")));
  }

  private static final class Pools {
    // The provider's own loader: a caller's context loader may not see it (an application server's,
    // a worker's).
    static final PoolProvider PROVIDER =
        only(
            ServiceLoader.load(PoolProvider.class, Providers.class.getClassLoader()),
            PoolProvider.class,
            "pool-runtime");
  }

  private static final class Processes {
    static final ProcessProvider PROVIDER =
        only(
            ServiceLoader.load(ProcessProvider.class, Providers.class.getClassLoader()),
            ProcessProvider.class,
            "pool-runtime");
  }

  private static final class Managers {
    static final ManagerProvider PROVIDER =
        only(
            ServiceLoader.load(ManagerProvider.class, Providers.class.getClassLoader()),
            ManagerProvider.class,
            "pool-runtime");
  }

  private static final class SharedObjects {
    static final SharedObjectProvider PROVIDER =
        only(
            ServiceLoader.load(SharedObjectProvider.class, Providers.class.getClassLoader()),
            SharedObjectProvider.class,
            "pool-ipc");
  }
}
