package io.procpool.ipc.channel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The bytes on the wire, as kept in files: a change of the format is a change of these. */
@Timeout(10)
final class GoldenFrameTest {

  private static final List<Object> ARRAYS =
      List.of(
          new boolean[] {true, false},
          new byte[] {-1, 0, 1},
          new short[] {-2},
          new char[] {'A'},
          new int[] {1, -1},
          new float[] {1.0f},
          new long[] {1L << 40},
          new double[] {-2.0});

  @Test
  void frameWithoutBody() throws Exception {
    check("empty.hex", FrameType.STOP, new byte[0], List.of());
  }

  @Test
  void frameWithBody() throws Exception {
    check("body.hex", FrameType.RUN, "hello".getBytes(StandardCharsets.UTF_8), List.of());
  }

  @Test
  void frameWithAnArrayOfEachKind() throws Exception {
    check("arrays.hex", FrameType.OUTCOMES, new byte[] {42}, ARRAYS);
  }

  @Test
  void typesKeepTheirCodes() {
    assertEquals(1, FrameType.START.code());
    assertEquals(2, FrameType.READY.code());
    assertEquals(3, FrameType.RUN.code());
    assertEquals(4, FrameType.OUTCOMES.code());
    assertEquals(5, FrameType.INTERRUPT.code());
    assertEquals(6, FrameType.RESUME.code());
    assertEquals(7, FrameType.STOP.code());
    assertEquals(8, FrameType.START_FAILED.code());
    assertEquals(10, FrameType.OBJECT.code());
    assertEquals(11, FrameType.BYTES.code());
    assertEquals(9, FrameType.LANES.code());
    assertEquals(16, FrameType.WELCOME.code());
    assertEquals(17, FrameType.CALL.code());
    assertEquals(18, FrameType.REPLY.code());
    assertEquals(19, FrameType.CANCEL.code());
    assertEquals(20, FrameType.HOLD.code());
    assertEquals(21, FrameType.RELEASE.code());
  }

  private static void check(String file, FrameType type, byte[] body, List<Object> arrays)
      throws Exception {
    byte[] golden = bytesOf(file);
    try (RawSocket raw = new RawSocket()) {
      raw.channel.send(new OutFrame(type).add(body, 0, body.length).addArrays(arrays));
      assertArrayEquals(golden, raw.readOnce(2 * golden.length));
      raw.write(golden);
      Frame frame = raw.channel.receive();
      assertEquals(type, frame.type());
      assertArrayEquals(body, frame.body());
      assertArrayEquals(arrays.toArray(), frame.arrays().toArray());
    }
  }

  private static byte[] bytesOf(String file) throws Exception {
    try (InputStream in = GoldenFrameTest.class.getResourceAsStream(file)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return HexFormat.of().parseHex(text.replaceAll("#.*", "").replaceAll("\\s", ""));
    }
  }
}
