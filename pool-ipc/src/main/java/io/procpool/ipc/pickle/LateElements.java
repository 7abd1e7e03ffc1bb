package io.procpool.ipc.pickle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads on in a collection or map in which an element, or a key, is not whole, and has it filled
 * when all are.
 */
final class LateElements {

  private final PickleKryo kryo;
  private final PickleInput input;
  private final @Nullable Object[] elements;
  private int count;

  private LateElements(PickleKryo kryo, PickleInput input, int size) {
    this.kryo = kryo;
    this.input = input;
    this.elements = new @Nullable Object[size];
  }

  /**
   * Reads the rest of a collection.
   *
   * @param id the collection's number
   * @param element what was read last, and is not in it yet
   * @param left how many are to be read
   */
  static void read(
      PickleKryo kryo,
      PickleInput input,
      Collection<@Nullable Object> collection,
      int id,
      @Nullable Object element,
      int left) {
    int before = collection.size();
    LateElements late = new LateElements(kryo, input, before + 1 + left);
    ElementsFilling filling =
        ElementsFilling.of(collection, Arrays.asList(late.elements), collection instanceof Set);
    collection.forEach(late::add);
    late.addRead(filling, element);
    late.readRest(filling);
    kryo.late().add(id, filling);
  }

  /**
   * Reads the rest of a map.
   *
   * @param key what was read last, and is not in it yet
   * @param left how many keys are to be read
   */
  static void read(
      PickleKryo kryo,
      PickleInput input,
      Map<@Nullable Object, @Nullable Object> map,
      int id,
      @Nullable Object key,
      int left) {
    List<@Nullable Object> before = new ArrayList<>();
    map.forEach((earlier, value) -> {
      before.add(earlier);
      before.add(value);
    });
    LateElements late = new LateElements(kryo, input, before.size() + 2 * (1 + left));
    ElementsFilling filling = ElementsFilling.of(map, Arrays.asList(late.elements));
    before.forEach(late::add);
    late.addRead(filling, key);
    late.readRest(filling);
    kryo.late().add(id, filling);
  }

  private void add(@Nullable Object element) {
    elements[count++] = element;
  }

  private void readRest(ElementsFilling filling) {
    while (count < elements.length) {
      addRead(filling, kryo.readChild(input));
    }
  }

  private void addRead(ElementsFilling filling, @Nullable Object element) {
    int missing = element == null ? kryo.references().takeMissing() : -1;
    int index = count++;
    elements[index] = element;
    if (missing >= 0) {
      kryo.references()
          .whenRead(
              missing,
              read -> {
                elements[index] = read;
                filling.spoil();
              });
    }
  }
}
