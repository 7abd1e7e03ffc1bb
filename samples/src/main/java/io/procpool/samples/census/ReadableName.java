package io.procpool.samples.census;

import java.lang.classfile.constantpool.Utf8Entry;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.stream.Collectors;

/** Names as a reader of source code knows them. */
final class ReadableName {

  private ReadableName() {}

  /** {@code java/lang/Thread} as {@code java.lang.Thread}. */
  static String ofClass(String internalName) {
    return internalName.replace('/', '.');
  }

  /**
   * A method as {@code java.lang.Thread.join(long, int)}, a field as {@code
   * java.io.File.separator}.
   */
  static String ofMember(String owner, Utf8Entry name, Utf8Entry type) {
    String descriptor = type.stringValue();
    String parameters = descriptor.startsWith("(") ? parameters(descriptor) : "";
    return ofClass(owner) + "." + name.stringValue() + parameters;
  }

  private static String parameters(String descriptor) {
    return MethodTypeDesc.ofDescriptor(descriptor).parameterList().stream()
        .map(ClassDesc::displayName)
        .collect(Collectors.joining(", ", "(", ")"));
  }
}
