package io.procpool.ipc.pickle;

import static java.util.Objects.requireNonNull;

import io.procpool.ipc.inside.ClassConstants;
import io.procpool.ipc.inside.Insider;
import java.lang.invoke.LambdaConversionException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.SerializedLambda;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the call site of a lambda that does not describe itself: the one in the class file of its
 * code that the lambda's hidden class was made for. What two sites with different code could have
 * made is refused, never guessed.
 */
final class LambdaFinder {

  private final Class<?> type;
  private final Class<?> host;
  private final LambdaClass seen;

  private LambdaFinder(Class<?> type, Class<?> host, LambdaClass seen) {
    this.type = type;
    this.host = host;
    this.seen = seen;
  }

  /**
   * The call site of a lambda's class, as a Serializable lambda describes it.
   *
   * @param host the class that has the lambda's code
   * @throws Unsendable if none is found, or too many
   */
  static SerializedLambda find(Class<?> type, Class<?> host, LambdaClass seen) {
    return new LambdaFinder(type, host, seen).find().described(host);
  }

  private LambdaSite find() {
    List<LambdaSite> sites = LambdaSites.of(host);
    if (sites.isEmpty()) {
      throw refused("is not in its class file, or that is not to be found");
    }
    List<LambdaSite> alike = sites.stream().filter(seen::looksAs).toList();
    List<LambdaSite> candidates =
        seen.callsByHandle() ? calledByHandle(alike) : alike.stream().filter(seen::calls).toList();
    if (candidates.isEmpty()) {
      throw refused("is not in its class file: another version of the class was loaded");
    }
    if (candidates.size() > 1 || seen.callsConversionsOnly()) {
      candidates = candidates.stream().filter(this::isMadeFor).toList();
    }
    LambdaSite first = candidates.isEmpty() ? null : candidates.getFirst();
    if (first == null || !candidates.stream().allMatch(first::runsSameAs)) {
      throw refused("cannot be told from others in its class file");
    }
    return first;
  }

  private Unsendable refused(String reason) {
    return Unsendable.refused(
        type, "its place in " + host.getName() + " " + reason + "; " + Refusals.lambdaWayOut(type));
  }

  /** Those whose implementation the class cannot name, and has been given as a handle. */
  private List<LambdaSite> calledByHandle(List<LambdaSite> alike) {
    MethodHandleInfo code = handle();
    return code == null
        ? List.of()
        : alike.stream()
            .filter(site ->
                site.implName().equals(code.getName())
                    && site.implType().equals(code.getMethodType().toMethodDescriptorString())
                    && (site.implKind() == code.getReferenceKind()))
            .toList();
  }

  private @Nullable MethodHandleInfo handle() {
    Lookup lookup = requireNonNull(Insider.lookupIn(type));
    try {
      Object data = MethodHandles.classData(lookup, "_", Object.class);
      return data instanceof MethodHandle handle
          ? requireNonNull(Insider.lookupIn(host)).revealDirect(handle)
          : null;
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("a lookup that may do everything may not do that: " + e, e);
    }
  }

  /** Whether the JVM, asked to make a lambda of this site again, makes an equal class. */
  private boolean isMadeFor(LambdaSite site) {
    SerializedLambda described = site.described(host);
    List<String> extras = new ArrayList<>();
    LambdaLinker.describeExtras(type, described, extras);
    try {
      Object made =
          LambdaLinker.make(LambdaLinker.linkPlain(host, described, extras), seen.anyCaptured());
      Class<?> again = made.getClass();
      return new LambdaClass(again, requireNonNull(ClassConstants.of(again))).isMadeAs(seen);
    } catch (ReflectiveOperationException | LambdaConversionException e) {
      return false; // what cannot be linked was not linked before
    } catch (Throwable e) {
      throw new IllegalStateException("a lambda of " + host.getName() + " cannot be made: " + e, e);
    }
  }
}
