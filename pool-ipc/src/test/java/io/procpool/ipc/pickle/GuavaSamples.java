package io.procpool.ipc.pickle;

import static io.procpool.ipc.pickle.Sample.by;
import static io.procpool.ipc.pickle.Sample.equal;

import com.google.common.base.Optional;
import com.google.common.collect.ArrayListMultimap;
import com.google.common.collect.HashBasedTable;
import com.google.common.collect.HashBiMap;
import com.google.common.collect.HashMultiset;
import com.google.common.collect.ImmutableBiMap;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableMultiset;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.ImmutableTable;
import com.google.common.collect.Range;
import com.google.common.hash.Hashing;
import com.google.common.primitives.ImmutableIntArray;
import com.google.common.primitives.UnsignedLong;
import java.util.List;
import java.util.Map;

/** A library that depends on java.io's protocol throughout. */
final class GuavaSamples {

  private GuavaSamples() {}

  static List<Sample> all() {
    return List.of(
        equal("ImmutableList", () -> ImmutableList.of(1, 2, 3)),
        equal("empty ImmutableList", ImmutableList::of),
        equal("ImmutableSet", () -> ImmutableSet.of("a", "b", "c")),
        equal("ImmutableMap", () -> ImmutableMap.of("a", 1, "b", 2)),
        equal("ImmutableBiMap", () -> ImmutableBiMap.of("a", 1)),
        by("ImmutableSortedSet", () -> ImmutableSortedSet.of(3, 1, 2), ImmutableList::copyOf),
        equal("ImmutableSortedMap", () -> ImmutableSortedMap.of("b", 1, "a", 2)),
        equal("ImmutableMultiset", () -> ImmutableMultiset.of("a", "a")),
        equal("ImmutableListMultimap", () -> ImmutableListMultimap.of("a", 1, "a", 2)),
        equal("ImmutableTable", () -> ImmutableTable.of("r", "c", 1)),
        equal(
            "ArrayListMultimap", () -> ArrayListMultimap.create(ImmutableListMultimap.of("a", 1))),
        equal("HashMultiset", () -> HashMultiset.create(List.of("a", "a"))),
        equal("HashBiMap", () -> HashBiMap.create(Map.of("a", 1))),
        equal("HashBasedTable", () -> HashBasedTable.create(ImmutableTable.of("r", "c", 1))),
        equal("Range", () -> Range.closedOpen(1, 5)),
        equal("guava Optional", () -> Optional.of("x")),
        equal("guava absent", Optional::absent),
        equal("HashCode", () -> Hashing.sha256().hashInt(5)),
        equal("ImmutableIntArray", () -> ImmutableIntArray.of(1, 2)),
        equal("UnsignedLong", () -> UnsignedLong.MAX_VALUE));
  }
}
