package io.procpool.ipc.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class JavaVmTest {

  private static boolean define(String name) {
    byte[] file = ClassFile.of().build(ClassDesc.of("java.lang", name), type -> {});
    return JavaVm.defineBootClass("java/lang/" + name, file);
  }

  @Test
  void aClassOfTheBootLoaderIsThere() throws Exception {
    assertTrue(define("JavaVmTestFirst"));
    Class<?> defined = Class.forName("java.lang.JavaVmTestFirst", false, null);
    assertNull(defined.getClassLoader());
    assertEquals("java.base", defined.getModule().getName());
  }

  @Test
  void aClassThatIsThereIsNotDefinedAgain() {
    assertTrue(define("JavaVmTestSecond"));
    for (int i = 0; i < 20; i++) {
      assertFalse(define("JavaVmTestSecond"), "and the JVM's own exception is gone");
    }
  }

  @Test
  void damagedBytesDefineNothing() {
    assertFalse(JavaVm.defineBootClass("java/lang/JavaVmTestThird", new byte[] {1, 2, 3}));
    assertThrows(
        ClassNotFoundException.class,
        () -> Class.forName("java.lang.JavaVmTestThird", false, null));
  }

  @Test
  void virtualThreadsMayCall() throws Exception {
    CompletableFuture<Boolean> defined = new CompletableFuture<>();
    Thread.startVirtualThread(() -> defined.complete(define("JavaVmTestFourth"))).join();
    assertTrue(defined.join());
  }
}
