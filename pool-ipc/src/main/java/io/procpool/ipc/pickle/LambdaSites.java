package io.procpool.ipc.pickle;

import io.procpool.ipc.classes.PerClass;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.IntegerEntry;
import java.lang.classfile.constantpool.InvokeDynamicEntry;
import java.lang.classfile.constantpool.LoadableConstantEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.MethodHandleEntry;
import java.lang.classfile.constantpool.MethodTypeEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.LambdaMetafactory;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The lambdas and method references of a class, by its file. */
final class LambdaSites {

  private static final String FACTORY = "java/lang/invoke/LambdaMetafactory";

  /** Texts only, so that nothing keeps a class loader. */
  private static final PerClass<List<LambdaSite>> OF_HOST = new PerClass<>(LambdaSites::read);

  private LambdaSites() {}

  private static List<LambdaSite> read(Class<?> host) {
    byte @Nullable [] file = HostFile.bytes(host);
    return file == null ? List.of() : read(file);
  }

  /** All of a class; none if its file is not to be found. */
  static List<LambdaSite> of(Class<?> host) {
    return OF_HOST.get(host);
  }

  private static List<LambdaSite> read(byte[] file) {
    List<LambdaSite> sites = new ArrayList<>();
    for (PoolEntry entry : ClassFile.of().parse(file).constantPool()) {
      if (entry instanceof InvokeDynamicEntry call) {
        MethodHandleEntry bootstrap = call.bootstrap().bootstrapMethod();
        MemberRefEntry factory = bootstrap.reference();
        if (factory.owner().name().equalsString(FACTORY)) {
          sites.add(site(call));
        }
      }
    }
    return List.copyOf(sites);
  }

  private static LambdaSite site(InvokeDynamicEntry call) {
    MethodTypeDesc factory = call.typeSymbol();
    List<LoadableConstantEntry> arguments = call.bootstrap().arguments();
    MethodHandleEntry code = (MethodHandleEntry) arguments.get(1);
    List<String> markers = new ArrayList<>();
    List<String> bridges = new ArrayList<>();
    if (arguments.size() > 3) { // altMetafactory's
      addExtras(arguments, markers, bridges);
    }
    return new LambdaSite(
        slashed(factory.returnType()),
        call.name().stringValue(),
        text(arguments.get(0)),
        factory.parameterList().stream().map(ClassDesc::descriptorString).toList(),
        code.kind(),
        code.reference().owner().name().stringValue(),
        code.reference().name().stringValue(),
        code.reference().type().stringValue(),
        text(arguments.get(2)),
        List.copyOf(markers),
        List.copyOf(bridges));
  }

  private static void addExtras(
      List<LoadableConstantEntry> arguments, List<String> markers, List<String> bridges) {
    int flags = number(arguments.get(3));
    int next = 4;
    if ((flags & LambdaMetafactory.FLAG_MARKERS) != 0) {
      int count = number(arguments.get(next++));
      for (int i = 0; i < count; i++) {
        markers.add(((ClassEntry) arguments.get(next++)).name().stringValue());
      }
    }
    if ((flags & LambdaMetafactory.FLAG_BRIDGES) != 0) {
      int count = number(arguments.get(next++));
      for (int i = 0; i < count; i++) {
        bridges.add(text(arguments.get(next++)));
      }
    }
  }

  private static int number(LoadableConstantEntry argument) {
    return ((IntegerEntry) argument).intValue();
  }

  private static String text(LoadableConstantEntry type) {
    return ((MethodTypeEntry) type).descriptor().stringValue();
  }

  private static String slashed(ClassDesc type) {
    String descriptor = type.descriptorString();
    return descriptor.substring(1, descriptor.length() - 1);
  }
}
