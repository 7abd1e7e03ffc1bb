package io.procpool.runtime.child;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.procpool.Client;
import io.procpool.Connection;
import io.procpool.Listener;
import io.procpool.NetworkOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two network namespaces as two hosts; needs root and {@code ip}, and is skipped without. */
@Timeout(120)
class TwoHostsTest {

  private static final byte[] KEY = "two hosts, one key".getBytes(StandardCharsets.US_ASCII);
  private static final NetworkOptions PLAIN = NetworkOptions.defaults().withPlaintext(true);
  private static final String SERVER_ADDRESS = "198.18.7.1";
  private static final String CLIENT_ADDRESS = "198.18.7.2";
  private static final int PORT = 7007;

  private final String server = "pps" + ProcessHandle.current().pid();
  private final String client = "ppc" + ProcessHandle.current().pid();

  @TempDir Path folder;

  @BeforeEach
  void makeHosts() throws Exception {
    assumeTrue(ip("netns", "add", server), "network namespaces cannot be made here");
    assumeTrue(
        ip("netns", "add", client)
            && ip(
                "link", "add", server, "netns", server, "type", "veth", "peer", client, "netns",
                client)
            && ip("-n", server, "addr", "add", SERVER_ADDRESS + "/24", "dev", server)
            && ip("-n", client, "addr", "add", CLIENT_ADDRESS + "/24", "dev", client)
            && ip("-n", server, "link", "set", server, "up")
            && ip("-n", client, "link", "set", client, "up"),
        "pairs of virtual interfaces cannot be made here");
  }

  @AfterEach
  void removeHosts() throws Exception {
    boolean _ = ip("netns", "del", server);
    boolean _ = ip("netns", "del", client);
  }

  private boolean ip(String... arguments) throws InterruptedException {
    List<String> command = new ArrayList<>(List.of("ip"));
    command.addAll(List.of(arguments));
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("ip").toFile())
              .start()
              .waitFor()
          == 0;
    } catch (IOException noSuchProgram) {
      return false;
    }
  }

  @Test
  void aClientOfOneHostTalksToAListenerOfAnother() throws Exception {
    Process listening = run(server, "listen");
    Process connecting = null;
    try (var said = listening.inputReader()) {
      assertEquals("listening", said.readLine(), () -> errors("listen"));
      connecting = run(client, "connect");
      try (var answered = connecting.inputReader()) {
        assertEquals("[from " + SERVER_ADDRESS + "]", answered.readLine(), () -> errors("connect"));
      }
      assertTrue(connecting.waitFor(60, TimeUnit.SECONDS));
      assertTrue(listening.waitFor(60, TimeUnit.SECONDS));
      assertEquals(0, connecting.exitValue());
      assertEquals(0, listening.exitValue());
    } finally {
      listening.destroyForcibly();
      if (connecting != null) {
        connecting.destroyForcibly();
      }
    }
  }

  private Process run(String host, String role) throws IOException {
    return new ProcessBuilder(
            "ip",
            "netns",
            "exec",
            host,
            ProcessHandle.current().info().command().orElseThrow(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            TwoHostsTest.class.getName(),
            role)
        .redirectError(folder.resolve(role).toFile())
        .start();
  }

  private String errors(String role) {
    try {
      return Files.readString(folder.resolve(role));
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** One of the two hosts' programs. */
  public static void main(String[] args) throws Exception {
    InetSocketAddress address = new InetSocketAddress(SERVER_ADDRESS, PORT);
    if (args[0].equals("listen")) {
      try (Listener listener = Listener.open(address, KEY, PLAIN)) {
        System.out.println("listening");
        try (Connection connection = listener.accept()) {
          connection.send(List.of("from " + connection.receive()));
        }
      }
    } else {
      try (Connection connection = Client.connect(address, KEY, PLAIN)) {
        connection.send(SERVER_ADDRESS);
        System.out.println(connection.receive());
      }
    }
  }
}
