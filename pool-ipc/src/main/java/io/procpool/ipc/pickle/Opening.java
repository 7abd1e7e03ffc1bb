package io.procpool.ipc.pickle;

import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Member;

/** Reaches into users' classes, and says what to write where their module does not let us. */
public final class Opening {

  private static final Module OURS = Opening.class.getModule();

  private Opening() {}

  /**
   * What to do about a class whose members procpool cannot reach, such as {@code module app must
   * open app.model to io.procpool.ipc: add ...}.
   */
  public static String advice(Class<?> closed) {
    String module = closed.getModule().getName();
    String name = closed.getPackageName();
    String target = OURS.isNamed() ? OURS.getName() : "ALL-UNNAMED";
    return "module "
        + module
        + " must open "
        + name
        + " to "
        + target
        + ": add `opens "
        + name
        + (OURS.isNamed() ? " to " + target : "")
        + ";` to its module-info.java, or start the program with --add-opens="
        + module
        + "/"
        + name
        + "="
        + target;
  }

  /**
   * Makes a private member accessible.
   *
   * @param type the class of the objects that it is needed for
   * @throws Unsendable if its module does not open its package to us
   */
  static <M extends AccessibleObject & Member> M open(M member, Class<?> type) {
    if (!member.trySetAccessible()) {
      Class<?> closed = member.getDeclaringClass();
      throw Unsendable.refused(
          type,
          (closed == type ? "" : "of its superclass " + closed.getName() + ": ")
              + advice(closed)
              + (type.isRecord() ? "" : "; or make the class Serializable"));
    }
    return member;
  }
}
