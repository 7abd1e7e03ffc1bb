package io.procpool.worker;

import io.procpool.ipc.message.OutcomeBody.Change;
import io.procpool.ipc.pickle.ApplicationLoader;
import io.procpool.ipc.pickle.Captured;
import io.procpool.ipc.pickle.ClassDefinitions;
import io.procpool.ipc.pickle.PickleBuffer;
import io.procpool.ipc.pickle.PickleSource;
import io.procpool.ipc.pickle.Pickler;
import io.procpool.ipc.pickle.ShortName;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds what tasks change of what they captured: changes of a copy, which nobody else sees. The
 * function is pickled before and after it runs. Of the task thread.
 */
final class MutationCheck {

  private static final int MAX_SITES = 1000; // that are remembered

  private final Pickler pickler = Pickler.selfContained().withSharedArguments();
  private final Set<String> told = new HashSet<>();

  /** What the function is before it runs; null if it cannot be told. */
  @Nullable PickleBuffer before(Object function) {
    return pickled(function);
  }

  private @Nullable PickleBuffer pickled(Object function) {
    PickleBuffer state = new PickleBuffer();
    try {
      pickler.pickle(function, state);
    } catch (RuntimeException e) {
      return null; // it came here, but does not go back: nothing can be said of it
    }
    state.ownArrays(0);
    return state;
  }

  /** What it has changed, once for each place in the source; null if it is as it was. */
  @Nullable Change change(PickleBuffer before, Object function) {
    PickleBuffer after = pickled(function);
    if (after == null || same(before, after)) {
      return null;
    }
    try {
      return told(before, function);
    } catch (RuntimeException | StackOverflowError e) { // of code of theirs: no harm to the task
      return once(
          ShortName.of(function.getClass()),
          () -> "what it captured, which cannot be compared: " + e);
    }
  }

  private @Nullable Change told(PickleBuffer before, Object function) {
    Captured captured = Captured.of(function);
    return once(
        site(captured, Captured.user(function)),
        () -> {
          Object old = pickler.unpickle(new PickleSource(before), definitions());
          return what(Objects.requireNonNull(old, "a function"), function, captured);
        });
  }

  private @Nullable Change once(String site, Supplier<String> what) {
    if (told.contains(site) || told.size() >= MAX_SITES) {
      return null;
    }
    Change change = new Change(site, what.get());
    told.add(site);
    return change;
  }

  private static ClassDefinitions definitions() {
    return new ClassDefinitions(ApplicationLoader.own());
  }

  private static boolean same(PickleBuffer one, PickleBuffer other) {
    return Arrays.equals(one.bytes(), 0, one.length(), other.bytes(), 0, other.length())
        && Arrays.deepEquals(one.arrays().toArray(), other.arrays().toArray());
  }

  private static String site(@Nullable Captured captured, Object function) {
    return captured == null
        ? ShortName.of(function.getClass())
        : captured.place().replaceFirst("^lambda ", "");
  }

  private static String what(Object old, Object now, @Nullable Captured captured) {
    Captured before = Captured.of(old);
    if (captured == null || before == null) {
      String found = Difference.find(Captured.user(old), Captured.user(now));
      return found == null ? "its state" : found;
    }
    List<Captured.Variable> variables = captured.variables();
    for (int i = 0; i < variables.size(); i++) {
      Captured.Variable variable = variables.get(i);
      String found = Difference.find(before.variables().get(i).value(), variable.value());
      if (found != null) {
        return "captured " + variable.name() + ": " + found;
      }
    }
    return "what it captured";
  }
}
