package io.procpool.ipc.inside;

import java.lang.reflect.Field;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

/** Reads a private field of the JDK, and says whether it could. */
final class InsiderMain {

  private InsiderMain() {}

  public static void main(String[] arguments) throws ReflectiveOperationException {
    Module ours = InsiderMain.class.getModule();
    Module base = Object.class.getModule();
    boolean before = base.isOpen("java.util.concurrent", ours);
    if (!Insider.open("java.util.concurrent", ours)) {
      System.out.print("closed, lookup " + Insider.lookupIn(FutureTask.class));
      return;
    }
    Callable<String> callable = () -> "inside";
    Field field = FutureTask.class.getDeclaredField("callable");
    field.setAccessible(true);
    Object read = field.get(new FutureTask<>(callable));
    System.out.print(
        "open before "
            + before
            + ", right "
            + (read == callable)
            + ", full "
            + Insider.lookupIn(FutureTask.class).hasFullPrivilegeAccess()
            + ", everything "
            + base.isOpen("java.lang", ours)
            + ", by us "
            + Insider.opened(base, "java.util.concurrent"));
  }
}
