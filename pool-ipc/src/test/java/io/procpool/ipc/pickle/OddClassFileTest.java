package io.procpool.ipc.pickle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procpool.NotSendableException;
import java.io.Serializable;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.attribute.InnerClassInfo;
import java.lang.classfile.attribute.InnerClassesAttribute;
import java.lang.classfile.attribute.SignatureAttribute;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Class files that no javac makes, but other compilers and shrinkers do. */
class OddClassFileTest {

  private static final String OUTER = "odd.Outer";
  private static final String INNER = "odd.Outer$Inner";

  /** Finds what is given to it. */
  private static final class Loader extends ClassLoader {
    private final Map<String, byte[]> files = new HashMap<>();

    Loader() {
      super(OddClassFileTest.class.getClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      byte[] file = files.get(name);
      if (file == null) {
        throw new ClassNotFoundException(name);
      }
      return defineClass(name, file, 0, file.length);
    }
  }

  private static byte[] file(ClassDesc type, Consumer<ClassBuilder> more) {
    return ClassFile.of()
        .build(
            type,
            builder -> {
              builder.withField("value", ConstantDescs.CD_Object, ClassFile.ACC_PUBLIC);
              builder.withMethodBody(
                  ConstantDescs.INIT_NAME,
                  ConstantDescs.MTD_void,
                  ClassFile.ACC_PUBLIC,
                  code ->
                      code.aload(0)
                          .invokespecial(
                              ConstantDescs.CD_Object,
                              ConstantDescs.INIT_NAME,
                              ConstantDescs.MTD_void)
                          .return_());
              builder.withFlags(ClassFile.ACC_PUBLIC);
              more.accept(builder);
            });
  }

  /** Says that it is nested in a class that does not say so, as Kotlin's do. */
  private static Class<?> disagreeing(boolean serializable) throws ClassNotFoundException {
    Loader loader = new Loader();
    ClassDesc outer = ClassDesc.of(OUTER);
    ClassDesc inner = ClassDesc.of(INNER);
    loader.files.put(OUTER, file(outer, _ -> {}));
    loader.files.put(
        INNER,
        file(
            inner,
            builder -> {
              builder.with(
                  InnerClassesAttribute.of(
                      InnerClassInfo.of(inner, Optional.of(outer), Optional.of("Inner"), 0)));
              if (serializable) {
                builder.withInterfaceSymbols(Serializable.class.describeConstable().orElseThrow());
              }
            }));
    return loader.loadClass(INNER);
  }

  private static Object make(Class<?> type, Object value) throws ReflectiveOperationException {
    Object object = type.getConstructor().newInstance();
    type.getField("value").set(object, value);
    return object;
  }

  private static Object value(Object object) throws ReflectiveOperationException {
    return object.getClass().getField("value").get(object);
  }

  private static void assertArrives(Class<?> type) throws ReflectiveOperationException {
    Object copy = new Peers(type.getClassLoader()).copy(make(type, "x"));
    assertEquals(type, copy.getClass());
    assertEquals("x", value(copy));
  }

  @Test
  void classWhoseNestingDisagreesArrives() throws Exception {
    for (boolean serializable : new boolean[] {false, true}) {
      Class<?> type = disagreeing(serializable);
      assertThrows(IncompatibleClassChangeError.class, type::getSimpleName);
      assertArrives(type);
      Object[] array = (Object[]) java.lang.reflect.Array.newInstance(type, 1);
      array[0] = make(type, List.of(type));
      Object[] copy = new Peers(type.getClassLoader()).copy(array);
      assertEquals(List.of(type), value(copy[0]));
    }
  }

  @Test
  void refusalNamesAClassWhoseNestingDisagrees() throws Exception {
    for (boolean serializable : new boolean[] {false, true}) {
      Object object = make(disagreeing(serializable), Thread.currentThread());
      NotSendableException thrown =
          assertThrows(NotSendableException.class, () -> new Peers().write(List.of(object)));
      assertTrue(thrown.getMessage().contains("Outer$Inner.value"), thrown.getMessage());
      assertTrue(thrown.getMessage().contains("java.lang.Thread"), thrown.getMessage());
    }
  }

  @Test
  void classWithASignatureThatCannotBeReadArrives() throws Exception {
    Loader loader = new Loader();
    loader.files.put(
        "odd.Signed",
        file(
            ClassDesc.of("odd.Signed"),
            builder -> {
              builder.with(SignatureAttribute.of(builder.constantPool().utf8Entry("<<nonsense")));
              builder.withField(
                  "list",
                  ConstantDescs.CD_List,
                  field ->
                      field.with(
                          SignatureAttribute.of(builder.constantPool().utf8Entry("Lnone<"))));
            }));
    assertArrives(loader.loadClass("odd.Signed"));
  }

  @Test
  void classWithAMethodOfAMissingTypeArrives() throws Exception {
    Loader loader = new Loader();
    loader.files.put(
        "odd.Optional",
        file(
            ClassDesc.of("odd.Optional"),
            builder ->
                builder.withMethodBody(
                    "use",
                    MethodTypeDesc.of(ConstantDescs.CD_void, ClassDesc.of("odd.Missing")),
                    ClassFile.ACC_PUBLIC,
                    code -> code.return_())));
    assertArrives(loader.loadClass("odd.Optional"));
  }

  @Test
  void classesWithOddNamesArrive() throws Exception {
    for (String name : List.of("odd.a b-c", "odd.$", "odd.$$Lambda$7", "odd.Ünï$1$", "odd.a$b$")) {
      Loader loader = new Loader();
      loader.files.put(name, file(ClassDesc.of(name), _ -> {}));
      Class<?> type = loader.loadClass(name);
      assertArrives(type);
      Object bad = make(type, Thread.currentThread());
      NotSendableException thrown =
          assertThrows(NotSendableException.class, () -> new Peers().write(bad));
      assertTrue(thrown.getMessage().contains(".value"), thrown.getMessage());
    }
  }

  @Test
  void hiddenClassIsRefusedAtTheCall() throws Exception {
    byte[] file = file(ClassDesc.of("io.procpool.ipc.pickle.Hidden"), _ -> {});
    Class<?> type = MethodHandles.lookup().defineHiddenClass(file, true).lookupClass();
    Object object = make(type, "x");
    for (Object value : new Object[] {object, java.lang.reflect.Array.newInstance(type, 1), type}) {
      NotSendableException thrown =
          assertThrows(NotSendableException.class, () -> new Peers().write(value));
      assertTrue(thrown.getMessage().contains("hidden class"), thrown.getMessage());
    }
  }
}
