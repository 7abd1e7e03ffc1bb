package io.procpool.ipc.pickle;

import static io.procpool.ipc.pickle.Sample.that;

import io.procpool.ipc.pickle.UserSamples.Generic;
import io.procpool.ipc.pickle.UserSamples.Holder;
import io.procpool.ipc.pickle.UserSamples.Point;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** Objects that hold each other or themselves. */
@SuppressWarnings({"serial", "unused"})
final class GraphSamples {

  private GraphSamples() {}

  static List<Sample> all() {
    List<Sample> all = new ArrayList<>(cycles());
    all.addAll(sharing());
    all.addAll(records());
    return all;
  }

  static final class Node {
    Node next;
    Object value;
  }

  static final class HookedNode implements Serializable {
    Object value;

    private void writeObject(ObjectOutputStream out) throws IOException {
      out.writeObject(value);
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      value = in.readObject();
    }
  }

  record Parent(List<Object> children) {}

  private static List<Sample> cycles() {
    return List.of(
        that(
            "cycle of two",
            () -> {
              Node a = new Node();
              a.next = new Node();
              a.next.next = a;
              return a;
            },
            a -> a.next.next == a && a.next != a),
        that(
            "list that holds itself",
            () -> {
              List<Object> l = new ArrayList<>();
              l.add(l);
              return l;
            },
            l -> l.get(0) == l),
        that(
            "array that holds itself",
            () -> {
              Object[] a = new Object[1];
              a[0] = a;
              return a;
            },
            a -> a[0] == a),
        that(
            "map that holds itself",
            () -> {
              Map<String, Object> m = new HashMap<>();
              m.put("m", m);
              return m;
            },
            m -> m.get("m") == m));
  }

  private static List<Sample> sharing() {
    return List.of(
        that(
            "sharing across hooks",
            () -> {
              HookedNode n = new HookedNode();
              n.value = new Point(1, 2);
              return new Object[] {n, n.value};
            },
            a -> ((HookedNode) a[0]).value == a[1]),
        that(
            "cycle through hooks",
            () -> {
              HookedNode n = new HookedNode();
              n.value = new Holder<>(n);
              return n;
            },
            n -> ((Holder<?>) n.value).value == n),
        that(
            "shared strings stay one",
            () -> {
              String s = new String("abc");
              return new Object[] {s, s};
            },
            a -> a[0] == a[1]),
        that(
            "equal but not same",
            () -> new Object[] {new Point(1, 1), new Point(1, 1)},
            a -> a[0] != a[1] && a[0].equals(a[1])));
  }

  private static List<Sample> records() {
    return List.of(
        that(
            "record in its own list",
            () -> {
              Parent p = new Parent(new ArrayList<>());
              p.children().add("x");
              p.children().add(p);
              p.children().add("y");
              return p;
            },
            p -> p.children().get(1) == p && p.children().size() == 3),
        that("record in its own set", GraphSamples::parentInSet, p -> p.value().size() == 1),
        that(
            "record in a field of its part",
            () -> {
              Holder<Object> h = new Holder<>(null);
              Generic<Object> r = new Generic<>(h, List.of());
              h.value = r;
              return r;
            },
            r -> ((Holder<?>) r.value()).value == r),
        that(
            "record in an array of its own",
            () -> {
              Object[] a = new Object[1];
              Generic<Object> r = new Generic<>(a, List.of());
              a[0] = r;
              return r;
            },
            r -> ((Object[]) r.value())[0] == r),
        that(
            "record as value in its own map",
            () -> {
              Map<String, Object> m = new HashMap<>();
              Generic<Object> r = new Generic<>(m, List.of());
              m.put("r", r);
              return r;
            },
            r -> ((Map<?, ?>) r.value()).get("r") == r));
  }

  record Group(java.util.Set<Object> value) {
    @Override
    public int hashCode() {
      return 1;
    }

    @Override
    public boolean equals(Object other) {
      return this == other;
    }
  }

  private static Group parentInSet() {
    Group group = new Group(new HashSet<>());
    group.value().add(group);
    return group;
  }
}
