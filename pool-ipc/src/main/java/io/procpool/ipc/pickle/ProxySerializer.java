package io.procpool.ipc.pickle;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Proxies by their interfaces and handler; also annotations. */
final class ProxySerializer extends GraphSerializer<Object> {

  static final ProxySerializer INSTANCE = new ProxySerializer();

  private ProxySerializer() {}

  @Override
  void write(PickleKryo kryo, PickleOutput output, Object proxy) {
    kryo.writeClassAndObject(output, proxy.getClass().getInterfaces());
    try {
      kryo.writeClassAndObject(output, Proxy.getInvocationHandler(proxy));
    } catch (Unsendable e) {
      throw e.within("invocation handler of a proxy");
    }
  }

  @Override
  Object read(PickleKryo kryo, PickleInput input, Class<? extends Object> type) {
    @Nullable Object interfaces = kryo.readClassAndObject(input);
    @Nullable Object handler = kryo.readClassAndObject(input);
    if (interfaces instanceof Class<?>[] types && handler instanceof InvocationHandler called) {
      return Proxy.newProxyInstance(loaderOf(types, kryo.getClassLoader()), types, called);
    }
    throw new IllegalStateException("a proxy came without interfaces or handler");
  }

  /** An interface's loader that sees them all; of those of the JDK alone, the reader's. */
  private static ClassLoader loaderOf(Class<?>[] types, ClassLoader readers) {
    for (Class<?> type : types) {
      ClassLoader loader = type.getClassLoader();
      if (loader != null && Arrays.stream(types).allMatch(each -> isSeen(each, loader))) {
        return loader;
      }
    }
    return readers;
  }

  private static boolean isSeen(Class<?> type, ClassLoader by) {
    try {
      return Class.forName(type.getName(), false, by) == type;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }
}
