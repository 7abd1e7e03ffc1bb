package io.procpool.ipc.pickle;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.reflect.Array;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** All samples, and a program that writes them to a file in one JVM and checks them in another. */
final class Matrix {

  private Matrix() {}

  static List<Sample> samples() {
    List<Sample> samples = new ArrayList<>();
    samples.addAll(JdkSamples.all());
    samples.addAll(JdkLibrarySamples.all());
    samples.addAll(UserSamples.all());
    samples.addAll(HookSamples.all());
    samples.addAll(GraphSamples.all());
    samples.addAll(LambdaSamples.all());
    samples.addAll(GuavaSamples.all());
    return samples;
  }

  /**
   * {@code write FILE} or {@code read FILE}, with {@code plain} for lambdas that are not
   * Serializable; prints what is wrong, and how many were right.
   */
  public static void main(String[] arguments) throws IOException {
    Path file = Path.of(arguments[1]);
    List<Sample> samples = arguments.length > 2 ? PlainLambdaSamples.all() : samples();
    if (arguments[0].equals("write")) {
      write(file, samples);
    } else {
      read(file, samples);
    }
  }

  private static void write(Path file, List<Sample> samples) throws IOException {
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      ClassTable table = new ClassTable();
      Pickler[] picklers = {Pickler.withTable(table), Pickler.selfContained()};
      int defined = 0;
      for (Sample sample : samples) {
        for (Pickler pickler : picklers) {
          PickleBuffer buffer = new PickleBuffer();
          try {
            pickler.pickle(sample.make().get(), buffer);
          } catch (RuntimeException e) {
            System.out.println(sample.name() + ": " + e);
          }
          byte[] definitions = table.definitions(defined, table.size());
          defined = table.size();
          writeBytes(out, definitions, definitions.length);
          writeBytes(out, buffer.bytes(), buffer.length());
          writeArrays(out, buffer.arrays());
        }
      }
    }
  }

  private static void read(Path file, List<Sample> samples) throws IOException {
    int right = 0;
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      ClassDefinitions known = new ClassDefinitions(Matrix.class.getClassLoader());
      Pickler[] picklers = {Pickler.withTable(new ClassTable()), Pickler.selfContained()};
      for (Sample sample : samples) {
        for (Pickler pickler : picklers) {
          known.add(in.readNBytes(in.readInt()));
          byte[] message = in.readNBytes(in.readInt());
          PickleSource source = new PickleSource(message, 0, message.length, readArrays(in));
          String wrong = check(sample, pickler, source, known);
          if (wrong.isEmpty()) {
            right++;
          } else {
            System.out.println(wrong);
          }
        }
      }
    }
    System.out.println(right + " right");
  }

  static String check(Sample sample, Pickler pickler, PickleSource source, ClassDefinitions known) {
    try {
      String wrong = sample.compare(pickler.unpickle(source, known));
      return wrong.isEmpty() && source.remaining() > 0
          ? sample.name() + ": " + source.remaining() + " bytes too many"
          : wrong;
    } catch (RuntimeException e) {
      java.io.StringWriter trace = new java.io.StringWriter();
      e.printStackTrace(new java.io.PrintWriter(trace));
      return sample.name() + ": " + trace;
    }
  }

  private static void writeBytes(DataOutputStream out, byte[] bytes, int length)
      throws IOException {
    out.writeInt(length);
    out.write(bytes, 0, length);
  }

  private static void writeArrays(DataOutputStream out, List<Object> arrays) throws IOException {
    out.writeInt(arrays.size());
    for (Object array : arrays) {
      out.writeUTF(array.getClass().getComponentType().getName());
      out.writeInt(Array.getLength(array));
      for (int i = 0; i < Array.getLength(array); i++) {
        out.writeDouble(((Number) Array.get(array, i)).doubleValue());
      }
    }
  }

  private static List<Object> readArrays(DataInputStream in) throws IOException {
    int count = in.readInt();
    List<Object> arrays = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Class<?> type = Class.forPrimitiveName(in.readUTF());
      Object array = Array.newInstance(type, in.readInt());
      for (int j = 0; j < Array.getLength(array); j++) {
        double value = in.readDouble();
        if (type == byte.class) {
          Array.setByte(array, j, (byte) value);
        } else if (type == int.class) {
          Array.setInt(array, j, (int) value);
        } else {
          Array.setDouble(array, j, value);
        }
      }
      arrays.add(array);
    }
    return arrays;
  }
}
