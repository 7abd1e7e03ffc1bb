package io.procpool.ipc.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PidNamespaceTest {

  @TempDir Path root;

  @Test
  void theFirstNamespaceIsNotNamed() {
    assertEquals("", PidNamespace.suffixOf("pid:[4026531836]"));
    assertEquals("", PidNamespace.suffixOf(""));
  }

  @Test
  void everyOtherNamespaceIsNamed() {
    assertEquals("-4026532561", PidNamespace.suffixOf("pid:[4026532561]"));
  }

  @Test
  void whatProcessesOfAnotherNamespaceUseIsKept() throws Exception {
    UserDirectory user = new UserDirectory(root);
    user.make();
    Path foreign = Files.createDirectory(user.path().resolve("4000000-1-1234567890"));
    user.sweep();
    assertTrue(Files.exists(foreign));
  }
}
