package io.procpool.ipc.pickle;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.LineNumber;
import java.lang.invoke.SerializedLambda;
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
    if (file == null) {
      return 0;
    }
    ClassModel host = ClassFile.of().parse(file);
    for (MethodModel method : host.methods()) {
      if (method.methodName().equalsString(lambda.getImplMethodName())
          && method.methodType().equalsString(lambda.getImplMethodSignature())) {
        return method.code().map(LambdaPlace::firstLine).orElse(0);
      }
    }
    return 0;
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
