package io.procpool.ipc.pickle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicCallSiteDesc;
import java.lang.constant.MethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.LambdaMetafactory;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Method references as other compilers and older versions of javac make them. */
class HandmadeLambdaTest {

  private static final ClassDesc MADE = ClassDesc.of("Made");
  private static final ClassDesc CALLABLE = ClassDesc.of("java.util.concurrent.Callable");
  private static final MethodTypeDesc CALL = MethodTypeDesc.of(ConstantDescs.CD_Object);

  @TempDir Path directory;

  /** {@code Callable make()} of a class that can be cloned, by a reference to a method. */
  private Class<?> compile(DirectMethodHandleDesc.Kind kind, String method) throws Exception {
    DynamicCallSiteDesc site =
        DynamicCallSiteDesc.of(
            ConstantDescs.ofCallsiteBootstrap(
                ClassDesc.of(LambdaMetafactory.class.getName()),
                "metafactory",
                ConstantDescs.CD_CallSite,
                ConstantDescs.CD_MethodType,
                ConstantDescs.CD_MethodHandle,
                ConstantDescs.CD_MethodType),
            "call",
            MethodTypeDesc.of(CALLABLE, MADE),
            CALL,
            MethodHandleDesc.ofMethod(kind, MADE, method, CALL),
            CALL);
    byte[] file =
        ClassFile.of()
            .build(
                MADE,
                type ->
                    type.withFlags(ClassFile.ACC_PUBLIC)
                        .withInterfaceSymbols(ClassDesc.of("java.lang.Cloneable"))
                        .withMethodBody(
                            ConstantDescs.INIT_NAME,
                            ConstantDescs.MTD_void,
                            ClassFile.ACC_PUBLIC,
                            code ->
                                code.aload(0)
                                    .invokespecial(
                                        ConstantDescs.CD_Object,
                                        ConstantDescs.INIT_NAME,
                                        ConstantDescs.MTD_void)
                                    .return_())
                        .withMethodBody(
                            "own",
                            CALL,
                            ClassFile.ACC_PRIVATE,
                            code ->
                                code.aload(0)
                                    .invokespecial(ConstantDescs.CD_Object, "clone", CALL)
                                    .areturn())
                        .withMethodBody(
                            "make",
                            MethodTypeDesc.of(CALLABLE),
                            ClassFile.ACC_PUBLIC,
                            (CodeBuilder code) -> code.aload(0).invokedynamic(site).areturn()));
    Files.write(directory.resolve("Made.class"), file);
    return new URLClassLoader(new URL[] {directory.toUri().toURL()}).loadClass("Made");
  }

  private void assertTravels(Class<?> made) throws Exception {
    Object object = made.getConstructor().newInstance();
    Callable<?> lambda = (Callable<?>) made.getMethod("make").invoke(object);
    Callable<?> copy = new Peers(made.getClassLoader()).copy(lambda);
    Object cloned = copy.call();
    assertEquals(made, cloned.getClass());
    assertNotSame(cloned, copy.call());
  }

  @Test
  void protectedMethodOfAnotherPackageTravels() throws Exception {
    assertTravels(compile(DirectMethodHandleDesc.Kind.VIRTUAL, "clone"));
  }

  @Test
  void privateMethodThatIsCalledSpeciallyTravels() throws Exception {
    assertTravels(compile(DirectMethodHandleDesc.Kind.SPECIAL, "own"));
  }
}
