package io.procpool.samples.census;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@SuppressWarnings("removal") // the specimens are marked so
class CensusTest {

  private static final String HERE = "io.procpool.samples.census.";
  private static final RemovedApi NOTHING = new RemovedApi(Set.of(), Map.of());

  @Test
  void methodsAreCountedWithAndWithoutCode() throws IOException {
    Census census = ClassAnalysis.of(classFile(SpecimenUser.class), NOTHING);
    assertEquals(1, census.classFiles());
    assertEquals(6, census.methods(), "one constructor, five methods");
    assertEquals(5, census.methodsWithCode());
    assertEquals(classFile(SpecimenUser.class).length, census.bytes());
  }

  @Test
  void complexityIsOnePlusJumpsCasesAndHandlers() throws IOException {
    Census census = ClassAnalysis.of(classFile(SpecimenUser.class), NOTHING);
    // constructor 1, usesDoomedClass 2, usesDoomedMembers 1
    assertEquals(8 + 11 + 1 + 2 + 1, census.complexity());
  }

  @Test
  void onlyMethodsAboveTheLimitAreNamed() throws IOException {
    Census census = ClassAnalysis.of(classFile(SpecimenUser.class), NOTHING);
    assertEquals(1, census.complexMethods());
    assertEquals(
        List.of(new MethodComplexity(HERE + "SpecimenUser.complexityEleven(int)", 11)),
        census.mostComplex());
  }

  @Test
  void whatIsDeclaredForRemovalIsFoundAndMereDeprecationIsNot() throws IOException {
    RemovedApi removed = specimensRemoved();
    assertEquals(Set.of(internal("Specimen$Doomed")), removed.classes());
    assertEquals(
        Map.of(
            internal("Specimen$Survivor"),
            Set.of("doomedField:I", "doomedMethod:(Ljava/lang/String;[I)V", "<init>:(J)V")),
        removed.members());
    assertEquals(3, removed.memberCount());
  }

  @Test
  void usesOfWhatGoesAreCountedByName() throws IOException {
    Census census = ClassAnalysis.of(classFile(SpecimenUser.class), specimensRemoved());
    assertEquals(
        Map.of(
            HERE + "Specimen$Doomed", 4L,
            HERE + "Specimen$Survivor.doomedField", 2L,
            HERE + "Specimen$Survivor.doomedMethod(String, int[])", 1L,
            HERE + "Specimen$Survivor.<init>(long)", 1L),
        census.removedUses());
    assertEquals(8, census.removedUseCount());
  }

  @Test
  void usesInsideTheSameOutermostClassDoNotCount() throws IOException {
    Census census = ClassAnalysis.of(classFile(Specimen.Doomed.class), specimensRemoved());
    assertEquals(Map.of(), census.removedUses());
  }

  @Test
  void sumDoesNotDependOnTheOrder() throws IOException {
    List<Census> parts = new ArrayList<>();
    for (String path : JdkImage.classFiles().subList(0, 500)) {
      parts.add(ClassAnalysis.of(JdkImage.read(path), removedFromTheJdk()));
    }
    Census inOrder = sum(parts);
    long seed = System.nanoTime();
    Collections.shuffle(parts, new Random(seed));
    assertEquals(inOrder, sum(parts), () -> "seed " + seed);
    assertEquals(500, inOrder.classFiles());
  }

  @Test
  void sumNamesTheTenMostComplexOfAll() {
    Census sum =
        IntStream.rangeClosed(11, 31)
            .mapToObj(complexity -> ofOneMethod("m" + complexity, complexity))
            .reduce(Census.NONE, Census::plus);
    assertEquals(21, sum.complexMethods());
    assertEquals(
        List.of("m31", "m30", "m29", "m28", "m27", "m26", "m25", "m24", "m23", "m22"),
        sum.mostComplex().stream().map(MethodComplexity::method).toList());
  }

  @Test
  void everyClassFileOfTheJdkIsListedOnce() throws IOException {
    List<String> paths = JdkImage.classFiles();
    assertTrue(paths.contains("/modules/java.base/java/lang/Object.class"));
    assertEquals(paths.size(), Set.copyOf(paths).size());
    assertEquals("java.base", JdkImage.module("/modules/java.base/java/lang/Object.class"));
  }

  private static Census ofOneMethod(String name, int complexity) {
    return new Census(
        1, 0, 1, 1, 0, complexity, 1, List.of(new MethodComplexity(name, complexity)), Map.of());
  }

  private static Census sum(List<Census> parts) {
    return parts.stream().reduce(Census.NONE, Census::plus);
  }

  private static RemovedApi removedFromTheJdk() {
    return new RemovedApi(
        Set.of("java/lang/SecurityManager", "java/security/AccessController"),
        new TreeMap<>(Map.of("java/lang/Object", Set.of("finalize:()V"))));
  }

  private static RemovedApi specimensRemoved() throws IOException {
    List<RemovedApi.Declared> declared = new ArrayList<>();
    for (Class<?> specimen :
        List.of(Specimen.Doomed.class, Specimen.Survivor.class, Specimen.class)) {
      declared.addAll(RemovedApi.declaredIn(classFile(specimen)));
    }
    return RemovedApi.of(declared.stream());
  }

  private static byte[] classFile(Class<?> type) throws IOException {
    String name = "/" + type.getName().replace('.', '/') + ".class";
    try (InputStream in = type.getResourceAsStream(name)) {
      return in.readAllBytes();
    }
  }

  private static String internal(String simpleName) {
    return (HERE + simpleName).replace('.', '/');
  }
}
