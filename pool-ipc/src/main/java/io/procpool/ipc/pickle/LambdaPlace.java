package io.procpool.ipc.pickle;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.LineNumber;
import java.lang.classfile.instruction.LocalVariable;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.SerializedLambda;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says where a lambda is in the source, for messages. */
final class LambdaPlace {

  private LambdaPlace() {}

  /** Such as {@code lambda at Report.java:40} or {@code method reference Report::print}. */
  static String of(SerializedLambda lambda, Class<?> host) {
    String method = lambda.getImplMethodName();
    if (!method.startsWith("lambda$")) {
      String type = lambda.getImplClass().substring(lambda.getImplClass().lastIndexOf('/') + 1);
      return "method reference "
          + type.replace('$', '.')
          + "::"
          + (method.equals("<init>") ? "new" : method);
    }
    int line = line(lambda, HostFile.bytes(host));
    return line > 0
        ? "lambda at " + sourceFile(host) + ":" + line
        : "lambda " + method + " of " + host.getName();
  }

  private static int line(SerializedLambda lambda, byte @Nullable [] file) {
    return code(lambda, file).map(LambdaPlace::firstLine).orElse(0);
  }

  private static Optional<CodeModel> code(SerializedLambda lambda, byte @Nullable [] file) {
    if (file == null) {
      return Optional.empty();
    }
    return ClassFile.of().parse(file).methods().stream()
        .filter(method -> method.methodName().equalsString(lambda.getImplMethodName()))
        .filter(method -> method.methodType().equalsString(lambda.getImplMethodSignature()))
        .findFirst()
        .flatMap(MethodModel::code);
  }

  /**
   * The names of the captured variables, as far as the class file tells: javac has them by its
   * option {@code -g}.
   */
  static List<String> variables(SerializedLambda lambda, Class<?> host) {
    if (!lambda.getImplMethodName().startsWith("lambda$")) {
      return List.of("receiver"); // of a method reference
    }
    Optional<CodeModel> code = code(lambda, HostFile.bytes(host));
    Map<Integer, String> bySlot = new HashMap<>();
    code.ifPresent(model ->
        model
            .elementStream()
            .filter(LocalVariable.class::isInstance)
            .map(element -> (LocalVariable) element)
            .forEach(variable -> {
              String _ = bySlot.putIfAbsent(variable.slot(), variable.name().stringValue());
            }));
    List<String> names = new ArrayList<>();
    int slot = 0;
    if (lambda.getImplMethodKind() != MethodHandleInfo.REF_invokeStatic) {
      names.add("this");
      slot = 1;
    }
    for (ClassDesc type :
        MethodTypeDesc.ofDescriptor(lambda.getImplMethodSignature()).parameterList()) {
      String name = bySlot.get(slot);
      if (name == null) {
        return names;
      }
      names.add(name);
      slot += TypeKind.from(type).slotSize();
    }
    return names;
  }

  private static int firstLine(CodeModel code) {
    return code.elementStream()
        .filter(LineNumber.class::isInstance)
        .map(element -> ((LineNumber) element).line())
        .findFirst()
        .orElse(0);
  }

  /** As javac names it after the top-level class, unless the class file says otherwise. */
  private static String sourceFile(Class<?> host) {
    byte @Nullable [] file = HostFile.bytes(host);
    return Optional.ofNullable(file)
        .flatMap(bytes ->
            ClassFile.of().parse(bytes).findAttribute(java.lang.classfile.Attributes.sourceFile()))
        .map(attribute -> attribute.sourceFile().stringValue())
        .orElse(ShortName.of(host));
  }
}
