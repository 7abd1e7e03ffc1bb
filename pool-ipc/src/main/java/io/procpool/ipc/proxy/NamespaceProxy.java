package io.procpool.ipc.proxy;

import io.procpool.Namespace;
import io.procpool.ipc.proxy.Methods.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A namespace: a managed map with other names. */
final class NamespaceProxy extends ObjectProxy implements Namespace {

  NamespaceProxy(ObjectReference reference) {
    super(reference);
  }

  @Override
  public @Nullable Object get(String name) {
    return reference.call(Map.GET, name);
  }

  @Override
  public <T> T get(String name, Class<T> type) {
    Object value = get(name);
    if (value == null) {
      throw new NoSuchElementException("nothing is named so in the namespace: name=" + name);
    }
    return type.cast(value);
  }

  @Override
  public void set(String name, @Nullable Object value) {
    if (value == null) {
      boolean _ = remove(name);
    } else {
      reference.call(Map.PUT, name, value);
    }
  }

  @Override
  public boolean remove(String name) {
    return reference.call(Map.REMOVE, name) != null;
  }

  @Override
  public Set<String> names() {
    return Set.copyOf(toMap().keySet());
  }

  @Override
  public java.util.Map<String, Object> toMap() {
    return Answers.as(reference.call(Map.COPY));
  }
}
