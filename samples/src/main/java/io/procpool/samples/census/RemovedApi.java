package io.procpool.samples.census;

import java.lang.classfile.Annotation;
import java.lang.classfile.AnnotationElement;
import java.lang.classfile.AnnotationValue;
import java.lang.classfile.AttributedElement;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.FieldModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.constantpool.Utf8Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The classes and members that are annotated {@code @Deprecated(forRemoval = true)}.
 *
 * @param classes their internal names, {@code java/lang/SecurityManager}
 * @param members by the internal name of their class: name and descriptor, {@code stop:()V}
 */
public record RemovedApi(Set<String> classes, Map<String, Set<String>> members) {

  private static final String DEPRECATED = "Ljava/lang/Deprecated;";

  /**
   * What one class file declares for removal.
   *
   * @param owner the internal name of its class
   * @param wholeClass whether the class itself is annotated
   * @param members name and descriptor of each annotated method and field
   */
  public record Declared(String owner, boolean wholeClass, List<String> members) {}

  /** Reads one class file's annotations; empty if it declares nothing for removal. */
  public static List<Declared> declaredIn(byte[] classFile) {
    ClassModel model = ClassFile.of().parse(classFile);
    List<String> members = new ArrayList<>();
    for (MethodModel method : model.methods()) {
      if (isForRemoval(method)) {
        members.add(key(method.methodName(), method.methodType()));
      }
    }
    for (FieldModel field : model.fields()) {
      if (isForRemoval(field)) {
        members.add(key(field.fieldName(), field.fieldType()));
      }
    }
    boolean wholeClass = isForRemoval(model);
    return wholeClass || !members.isEmpty()
        ? List.of(
            new Declared(model.thisClass().asInternalName(), wholeClass, List.copyOf(members)))
        : List.of();
  }

  /** Gathers what all class files declare. */
  public static RemovedApi of(Stream<Declared> all) {
    Set<String> classes = new HashSet<>();
    Map<String, Set<String>> members = new HashMap<>();
    all.forEach(declared -> {
      if (declared.wholeClass()) {
        classes.add(declared.owner());
      }
      if (!declared.members().isEmpty()) {
        members.put(declared.owner(), Set.copyOf(declared.members()));
      }
    });
    return new RemovedApi(Set.copyOf(classes), Map.copyOf(members));
  }

  /** How many members of classes are declared for removal. */
  public int memberCount() {
    return members.values().stream().mapToInt(Set::size).sum();
  }

  boolean hasMember(String owner, Utf8Entry name, Utf8Entry type) {
    Set<String> ofOwner = members.get(owner);
    return ofOwner != null && ofOwner.contains(key(name, type));
  }

  private static String key(Utf8Entry name, Utf8Entry type) {
    return name.stringValue() + ":" + type.stringValue();
  }

  private static boolean isForRemoval(AttributedElement element) {
    return element
        .findAttribute(Attributes.runtimeVisibleAnnotations())
        .map(found -> found.annotations().stream().anyMatch(RemovedApi::saysForRemoval))
        .orElse(false);
  }

  private static boolean saysForRemoval(Annotation annotation) {
    return annotation.className().equalsString(DEPRECATED)
        && annotation.elements().stream().anyMatch(RemovedApi::isForRemovalTrue);
  }

  private static boolean isForRemovalTrue(AnnotationElement element) {
    return element.name().equalsString("forRemoval")
        && element.value() instanceof AnnotationValue.OfBoolean value
        && value.booleanValue();
  }
}
