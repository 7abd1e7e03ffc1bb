package io.procpool.runtime.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResultListTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 8191, 8192, 8193, 50_000})
  void isWhatWasFilledIn(int size) {
    assertEquals(IntStream.range(0, size).boxed().toList(), filled(size));
  }

  @Test
  void mayHoldNull() {
    assertNull(new ResultList<String>(1).get(0));
  }

  @Test
  void readsNothingOutsideOfIt() {
    ResultList<Integer> results = filled(8193);
    assertThrows(IndexOutOfBoundsException.class, () -> results.get(8193));
    assertThrows(IndexOutOfBoundsException.class, () -> results.get(-1));
  }

  @Test
  void isUnmodifiable() {
    ResultList<Integer> results = filled(3);
    assertThrows(UnsupportedOperationException.class, () -> results.set(0, 1));
    assertThrows(UnsupportedOperationException.class, () -> results.add(1));
    assertThrows(UnsupportedOperationException.class, () -> results.remove(0));
  }

  @Test
  void isSerializedAsAnUnmodifiableListOfTheJdk() throws Exception {
    ResultList<Integer> results = filled(9000);
    List<?> copy = (List<?>) deserialized(serialized(results));
    assertEquals(results, copy);
    assertEquals("java.util", copy.getClass().getPackageName());
    assertThrows(UnsupportedOperationException.class, copy::clear);
  }

  private static ResultList<Integer> filled(int size) {
    ResultList<Integer> results = new ResultList<>(size);
    for (int i = 0; i < size; i++) {
      results.fill(i, i);
    }
    return results;
  }

  private static byte[] serialized(Object object) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    }
    return bytes.toByteArray();
  }

  private static Object deserialized(byte[] bytes) throws IOException, ClassNotFoundException {
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      return in.readObject();
    }
  }
}
