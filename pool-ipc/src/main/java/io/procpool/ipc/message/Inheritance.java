package io.procpool.ipc.message;

import io.procpool.ipc.pickle.ApplicationLoader;
import io.procpool.ipc.pickle.ClassDefinitions;
import io.procpool.ipc.pickle.PickleBuffer;
import io.procpool.ipc.pickle.PickleSource;
import io.procpool.ipc.pickle.Pickler;
import io.procpool.ipc.posix.Posix;
import io.procpool.spi.Ancestor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TimeZone;

/**
 * What a child takes over from its parent that its command line cannot say.
 *
 * <pre>
 * variables: count varint, (name string, value string) each | zone: length varint, bytes |
 * lineage: count varint, (name string, pid varlong, count varint, string each) each
 * </pre>
 *
 * @param variables environment variables that its JVM must not read, but what it starts may
 * @param zone the default time zone, where it is one that the program has made
 * @param lineage the processes above it, the program first and its parent last
 */
public record Inheritance(
    Map<String, String> variables, Optional<TimeZone> zone, List<Ancestor> lineage) {

  private static final Pickler PICKLER = Pickler.selfContained();

  /** Copies what it is given. */
  public Inheritance {
    variables = Map.copyOf(variables);
    Objects.requireNonNull(zone, "zone");
    lineage = List.copyOf(lineage);
  }

  /**
   * What this process hands down now.
   *
   * @param variables those that the child is started without
   * @param lineage the processes above the child
   */
  public static Inheritance of(Map<String, String> variables, List<Ancestor> lineage) {
    return new Inheritance(
        variables, Optional.of(TimeZone.getDefault()).filter(zone -> !isKnownById(zone)), lineage);
  }

  /** Whether every JVM makes the zone of its id; else the program has made it. */
  public static boolean isKnownById(TimeZone zone) {
    TimeZone byId = TimeZone.getTimeZone(zone.getID());
    return byId.getID().equals(zone.getID()) && byId.hasSameRules(zone);
  }

  /** Makes it this process's, before anything of the user's runs. */
  public void take() {
    if (Posix.available()) {
      variables.forEach(Posix::setenv);
    }
    zone.ifPresent(TimeZone::setDefault);
  }

  /** Appends it. */
  void write(PickleBuffer to) {
    to.writeVarInt(variables.size());
    variables.forEach((name, value) -> {
      to.writeString(name);
      to.writeString(value);
    });
    PickleBuffer pickled = new PickleBuffer();
    zone.ifPresent(made -> PICKLER.pickle(made, pickled));
    to.writeVarInt(pickled.length());
    to.writeBytes(pickled.bytes(), 0, pickled.length());
    to.writeVarInt(lineage.size());
    for (Ancestor ancestor : lineage) {
      to.writeString(ancestor.name());
      to.writeVarLong(ancestor.pid());
      writeStrings(ancestor.initializing(), to);
    }
  }

  /** Reads it. */
  static Inheritance read(PickleSource from) {
    Map<String, String> variables = new LinkedHashMap<>();
    for (int i = from.readVarInt(); i > 0; i--) {
      variables.put(from.readString(), from.readString());
    }
    byte[] zone = from.readBytes(from.readVarInt());
    List<Ancestor> lineage = new ArrayList<>();
    for (int i = from.readVarInt(); i > 0; i--) {
      lineage.add(new Ancestor(from.readString(), from.readVarLong(), readStrings(from)));
    }
    return new Inheritance(
        variables, zone.length == 0 ? Optional.empty() : Optional.of(readZone(zone)), lineage);
  }

  private static void writeStrings(List<String> strings, PickleBuffer to) {
    to.writeVarInt(strings.size());
    strings.forEach(to::writeString);
  }

  private static List<String> readStrings(PickleSource from) {
    List<String> strings = new ArrayList<>();
    for (int i = from.readVarInt(); i > 0; i--) {
      strings.add(from.readString());
    }
    return strings;
  }

  private static TimeZone readZone(byte[] pickled) {
    ClassDefinitions known = new ClassDefinitions(ApplicationLoader.own());
    PickleSource source = new PickleSource(pickled, 0, pickled.length, List.of());
    return (TimeZone) Objects.requireNonNull(PICKLER.unpickle(source, known));
  }
}
