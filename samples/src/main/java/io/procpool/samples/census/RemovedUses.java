package io.procpool.samples.census;

import java.lang.classfile.Instruction;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.LoadableConstantEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.MethodHandleEntry;
import java.lang.classfile.instruction.ConstantInstruction.LoadConstantInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.NewMultiArrayInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.NewReferenceArrayInstruction;
import java.lang.classfile.instruction.TypeCheckInstruction;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts one class file's uses of what is deprecated for removal.
 *
 * <p>A use is an instruction that names it: a call, a method reference, a field access; and of a
 * class also {@code new}, a cast, {@code instanceof}, an array or a class literal. A member counts
 * under its own name if it is annotated, else under its class's if that is. The name is taken as
 * the instruction has it: a member reached through a subclass's name does not count. As for the
 * compiler, uses inside the outermost class of what is used do not count.
 */
final class RemovedUses {

  private final String userOutermost;
  private final RemovedApi removed;
  private final Map<String, Long> counts = new HashMap<>();

  RemovedUses(String user, RemovedApi removed) {
    this.userOutermost = outermost(user);
    this.removed = removed;
  }

  void add(Instruction instruction) {
    switch (instruction) {
      case InvokeInstruction call -> addMember(call.method());
      case FieldInstruction access -> addMember(access.field());
      case InvokeDynamicInstruction dynamic -> addArguments(dynamic);
      case NewObjectInstruction creation -> addClass(creation.className());
      case TypeCheckInstruction check -> addClass(check.type());
      case NewReferenceArrayInstruction array -> addClass(array.componentType());
      case NewMultiArrayInstruction array -> addClass(array.arrayType());
      case LoadConstantInstruction load when load.constantEntry() instanceof ClassEntry type ->
          addClass(type);
      default -> {}
    }
  }

  Map<String, Long> counts() {
    return Map.copyOf(counts);
  }

  private void addArguments(InvokeDynamicInstruction dynamic) {
    for (LoadableConstantEntry argument : dynamic.invokedynamic().bootstrap().arguments()) {
      if (argument instanceof MethodHandleEntry handle) {
        addMember(handle.reference());
      }
    }
  }

  private void addMember(MemberRefEntry member) {
    String owner = element(member.owner().asInternalName());
    if (removed.hasMember(owner, member.name(), member.type())) {
      count(owner, ReadableName.ofMember(owner, member.name(), member.type()));
    } else {
      addClass(member.owner());
    }
  }

  private void addClass(ClassEntry type) {
    String name = element(type.asInternalName());
    if (removed.classes().contains(name)) {
      count(name, ReadableName.ofClass(name));
    }
  }

  private void count(String owner, String what) {
    if (!outermost(owner).equals(userOutermost)) {
      counts.merge(what, 1L, Long::sum);
    }
  }

  /** The class itself, or that of an array's elements. */
  private static String element(String internalName) {
    return internalName.startsWith("[") && internalName.endsWith(";")
        ? internalName.substring(internalName.lastIndexOf('[') + 2, internalName.length() - 1)
        : internalName;
  }

  private static String outermost(String internalName) {
    int dollar = internalName.indexOf('$');
    return dollar < 0 ? internalName : internalName.substring(0, dollar);
  }
}
