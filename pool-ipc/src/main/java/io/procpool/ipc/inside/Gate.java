package io.procpool.ipc.inside;

import static java.lang.classfile.ClassFile.ACC_FINAL;
import static java.lang.classfile.ClassFile.ACC_PRIVATE;
import static java.lang.classfile.ClassFile.ACC_PUBLIC;
import static java.lang.classfile.ClassFile.ACC_STATIC;
import static java.lang.classfile.ClassFile.ACC_SYNCHRONIZED;
import static java.lang.constant.ConstantDescs.CD_MethodHandles_Lookup;

import io.procpool.ipc.posix.JavaVm;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A class of ours in {@code java.lang.invoke}, where the JDK keeps the lookup that may do
 * everything. It gives that away once, to us, and nobody can guess its name before.
 */
final class Gate {

  private static final String PACKAGE = "java.lang.invoke";
  private static final String KEPT = "lookup";
  private static final String TAKE = "take";

  private Gate() {}

  /** What gives the lookup, once; null if the JVM lets no such class in. */
  static @Nullable MethodHandle open() {
    String name = "Gate" + UUID.randomUUID().toString().replace('-', '_');
    ClassDesc gate = ClassDesc.of(PACKAGE, name);
    if (!JavaVm.defineBootClass(PACKAGE.replace('.', '/') + "/" + name, classFile(gate))) {
      return null;
    }
    try {
      return MethodHandles.publicLookup()
          .findStatic(
              Class.forName(PACKAGE + "." + name, false, null),
              TAKE,
              MethodType.methodType(MethodHandles.Lookup.class));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a class that was defined is not there: " + e, e);
    }
  }

  private static byte[] classFile(ClassDesc gate) {
    return ClassFile.of()
        .build(
            gate,
            type ->
                type.withFlags(ACC_PUBLIC | ACC_FINAL)
                    .withField(KEPT, CD_MethodHandles_Lookup, ACC_PRIVATE | ACC_STATIC)
                    .withMethodBody(
                        ConstantDescs.CLASS_INIT_NAME,
                        ConstantDescs.MTD_void,
                        ACC_STATIC,
                        code ->
                            code.getstatic(
                                    CD_MethodHandles_Lookup, "IMPL_LOOKUP", CD_MethodHandles_Lookup)
                                .putstatic(gate, KEPT, CD_MethodHandles_Lookup)
                                .return_())
                    .withMethodBody(
                        TAKE,
                        MethodTypeDesc.of(CD_MethodHandles_Lookup),
                        ACC_PUBLIC | ACC_STATIC | ACC_SYNCHRONIZED,
                        code ->
                            code.getstatic(gate, KEPT, CD_MethodHandles_Lookup)
                                .aconst_null()
                                .putstatic(gate, KEPT, CD_MethodHandles_Lookup)
                                .areturn()));
  }
}
