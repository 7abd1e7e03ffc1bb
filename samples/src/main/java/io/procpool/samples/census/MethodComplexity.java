package io.procpool.samples.census;

import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ExceptionCatch;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A method and its cyclomatic complexity.
 *
 * @param method class, name and parameter types, as a reader would write them
 * @param complexity see {@link #of}
 */
public record MethodComplexity(String method, int complexity)
    implements Comparable<MethodComplexity> {

  private static final Comparator<MethodComplexity> MOST_COMPLEX_FIRST =
      Comparator.comparingInt(MethodComplexity::complexity)
          .reversed()
          .thenComparing(MethodComplexity::method);

  /**
   * McCabe's number as far as bytecode shows it: 1, plus one for each conditional jump, each case
   * of a switch that does not go to the default, and each handler of a caught type. Handlers of any
   * type are those of {@code finally} and {@code synchronized} and decide nothing; {@code goto}
   * neither.
   */
  public static int of(CodeModel code) {
    int complexity = 1;
    Set<Label> handlers = new HashSet<>();
    for (CodeElement element : code) {
      switch (element) {
        case BranchInstruction branch when isConditional(branch) -> complexity++;
        case TableSwitchInstruction table ->
            complexity += cases(table.cases(), table.defaultTarget());
        case LookupSwitchInstruction lookup ->
            complexity += cases(lookup.cases(), lookup.defaultTarget());
        case ExceptionCatch handler when handler.catchType().isPresent() ->
            handlers.add(handler.handler());
        default -> {}
      }
    }
    return complexity + handlers.size();
  }

  /** The most complex first, equals by name. */
  @Override
  public int compareTo(MethodComplexity other) {
    return MOST_COMPLEX_FIRST.compare(this, other);
  }

  private static boolean isConditional(BranchInstruction branch) {
    return branch.opcode() != Opcode.GOTO && branch.opcode() != Opcode.GOTO_W;
  }

  private static int cases(List<SwitchCase> cases, Label defaultTarget) {
    return (int) cases.stream().filter(each -> !each.target().equals(defaultTarget)).count();
  }
}
