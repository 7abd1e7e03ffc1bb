package io.procpool.samples.census;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.util.ArrayList;
import java.util.List;

/** Counts what is in one class file. */
public final class ClassAnalysis {

  private final ClassModel model;
  private final RemovedUses removedUses;
  private final List<MethodComplexity> complexMethods = new ArrayList<>();
  private long methodsWithCode;
  private long instructions;
  private long complexity;

  private ClassAnalysis(ClassModel model, RemovedApi removed) {
    this.model = model;
    this.removedUses = new RemovedUses(model.thisClass().asInternalName(), removed);
  }

  /** Reads the class file from end to end. */
  public static Census of(byte[] classFile, RemovedApi removed) {
    return new ClassAnalysis(ClassFile.of().parse(classFile), removed).census(classFile.length);
  }

  private Census census(int bytes) {
    for (MethodModel method : model.methods()) {
      method.code().ifPresent(code -> add(method, code));
    }
    return new Census(
        1,
        bytes,
        model.methods().size(),
        methodsWithCode,
        instructions,
        complexity,
        complexMethods.size(),
        complexMethods.stream().sorted().limit(Census.NAMED).toList(),
        removedUses.counts());
  }

  private void add(MethodModel method, CodeModel code) {
    methodsWithCode++;
    for (CodeElement element : code) {
      if (element instanceof Instruction instruction) {
        instructions++;
        removedUses.add(instruction);
      }
    }
    int ofMethod = MethodComplexity.of(code);
    complexity += ofMethod;
    if (ofMethod > Census.COMPLEX) {
      complexMethods.add(new MethodComplexity(name(method), ofMethod));
    }
  }

  private String name(MethodModel method) {
    String owner = model.thisClass().asInternalName();
    return ReadableName.ofMember(owner, method.methodName(), method.methodType());
  }
}
