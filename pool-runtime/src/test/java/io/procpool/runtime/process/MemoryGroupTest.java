package io.procpool.runtime.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MemoryGroupTest {

  @TempDir Path mounted;
  private Path membership;

  @BeforeEach
  void setUp() {
    membership = mounted.resolve("cgroup");
  }

  @Test
  void theUnifiedHierarchysGroupIsFound() throws Exception {
    Path group = Files.createDirectories(mounted.resolve("a/b"));
    Files.writeString(membership, "0::/a/b\n");
    Files.writeString(group.resolve("memory.events"), "low 0\noom 3\noom_kill 2\n");
    Files.writeString(group.resolve("memory.max"), "167772160\n");
    MemoryGroup found = MemoryGroup.find(membership, mounted).orElseThrow();
    assertEquals(OptionalLong.of(2), found.kills());
    assertEquals("160 MiB", found.limitText());
  }

  @Test
  void theOldHierarchysGroupIsFound() throws Exception {
    Path group = Files.createDirectories(mounted.resolve("memory/x"));
    Files.writeString(membership, "4:cpu,memory:/x\n1:cpuset:/\n0::/\n");
    Files.writeString(
        group.resolve("memory.oom_control"), "oom_kill_disable 0\nunder_oom 0\noom_kill 7\n");
    Files.writeString(group.resolve("memory.limit_in_bytes"), "9223372036854771712\n");
    MemoryGroup found = MemoryGroup.find(membership, mounted).orElseThrow();
    assertEquals(OptionalLong.of(7), found.kills());
    assertEquals("unlimited", found.limitText());
  }

  @Test
  void aContainerSeesItsGroupAsTheRoot() throws Exception {
    Files.writeString(membership, "0::/the/hosts/path\n");
    Files.writeString(mounted.resolve("memory.events"), "oom_kill 1\n");
    MemoryGroup found = MemoryGroup.find(membership, mounted).orElseThrow();
    assertEquals(OptionalLong.of(1), found.kills());
    assertEquals("unknown", found.limitText());
  }

  @Test
  void aSystemWithoutGroupsHasNone() {
    assertEquals(Optional.empty(), MemoryGroup.find(membership, mounted));
  }
}
