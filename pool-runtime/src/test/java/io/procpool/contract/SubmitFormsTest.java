package io.procpool.contract;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.procpool.AsyncResult;
import io.procpool.Pool;
import io.procpool.RunnableTask;
import io.procpool.Task;
import io.procpool.acceptance.Gate;
import java.io.IOException;
import java.io.Serializable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The ways to write {@code submit} and {@code execute}: each compiles, and javac picks the overload
 * whose lambdas can be sent wherever the argument is a lambda or a method reference.
 */
class SubmitFormsTest {

  private static final String VALUE = "io.procpool.Task";
  private static final String ACTION = "io.procpool.RunnableTask";
  private static final String CALLABLE = "java.util.concurrent.Callable";
  private static final String RUNNABLE = "java.lang.Runnable";

  private static Pool real;
  private static Pool pool; // notes which method javac chose, and passes on to the real one
  private static volatile Method chosen;

  @TempDir static Path directory;

  @BeforeAll
  static void openPool() {
    real = Pool.create(1);
    pool =
        (Pool)
            Proxy.newProxyInstance(
                Pool.class.getClassLoader(),
                new Class<?>[] {Pool.class},
                (_, method, arguments) -> {
                  chosen = method;
                  try {
                    return method.invoke(real, arguments);
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                });
  }

  @AfterAll
  static void closePool() {
    real.close();
  }

  interface Call {
    Future<?> on(Pool pool) throws Exception;
  }

  /** A way to write a call, the parameter type it must resolve to, and what it must give. */
  record Form(String text, String overload, Object result, Call call) {
    @Override
    public String toString() {
      return text;
    }
  }

  @ParameterizedTest
  @MethodSource({"lambdas", "methodReferences", "objects", "withResult"})
  void submitPicksTheSendableOverload(Form form) throws Exception {
    Future<?> future = form.call.on(pool);
    assertEquals(form.overload, chosen.getParameterTypes()[0].getName());
    Object result;
    try {
      result = future.get(60, SECONDS);
    } catch (ExecutionException e) {
      result = e.getCause().getClass();
    }
    assertEquals(form.result, result);
  }

  static Stream<Form> lambdas() {
    return Stream.of(simpleLambdas(), typedLambdas(), throwingAndVoidLambdas())
        .flatMap(forms -> forms);
  }

  private static Stream<Form> simpleLambdas() {
    int captured = 40;
    int[] counter = {0};
    String text = "x";
    return Stream.of(
        new Form("() -> 42", VALUE, 42, p -> p.submit(() -> 42)),
        new Form(
            "() -> { return 42; }",
            VALUE,
            42,
            p ->
                p.submit(() -> {
                  return 42;
                })),
        new Form("() -> null", VALUE, null, p -> p.submit(() -> null)),
        new Form("() -> captured + 2", VALUE, 42, p -> p.submit(() -> captured + 2)),
        new Form("() -> text.concat", VALUE, "xy", p -> p.submit(() -> text.concat("y"))),
        new Form("() -> value()", VALUE, 7, p -> p.submit(() -> seven())),
        new Form("() -> new Bean()", VALUE, new Bean(1), p -> p.submit(() -> new Bean(1))),
        new Form("() -> checked()", VALUE, 8, p -> p.submit(() -> checkedEight())),
        new Form("() -> array[0]++", VALUE, 0, p -> p.submit(() -> counter[0]++)));
  }

  private static Stream<Form> typedLambdas() {
    int captured = 40;
    return Stream.of(
        new Form(
            "() -> generic",
            VALUE,
            List.of("a"),
            p -> {
              Future<List<String>> typed = p.submit(() -> List.of("a"));
              return typed;
            }),
        new Form(
            "AsyncResult of a lambda",
            VALUE,
            1L,
            p -> {
              AsyncResult<Long> typed = p.submit(() -> 1L);
              return typed;
            }),
        new Form(
            "var of a lambda",
            VALUE,
            'c',
            p -> {
              var typed = p.submit(() -> 'c');
              return typed;
            }),
        new Form(
            "Number of an int lambda",
            VALUE,
            5,
            p -> {
              Future<Number> typed = p.submit(() -> 5);
              return typed;
            }),
        new Form("c ? lambda : lambda", VALUE, 1, p -> p.submit(captured > 0 ? () -> 1 : () -> 2)),
        new Form(
            "switch of lambdas",
            VALUE,
            2,
            p ->
                p.submit(
                    switch (captured) {
                      case 1 -> () -> 1;
                      default -> () -> 2;
                    })),
        new Form("(lambda in brackets)", VALUE, 3, p -> p.submit((() -> 3))));
  }

  private static Stream<Form> throwingAndVoidLambdas() {
    int captured = 40;
    return Stream.of(
        new Form(
            "() -> throw",
            VALUE,
            IOException.class,
            p ->
                p.submit(() -> {
                  throw new IOException("no");
                })),
        new Form(
            "() -> if/throw",
            VALUE,
            IllegalStateException.class,
            p ->
                p.submit(() -> {
                  if (captured > 0) {
                    throw new IllegalStateException();
                  }
                  return 1;
                })),
        new Form("() -> {}", ACTION, null, p -> p.submit(() -> {})),
        new Form("() -> doNothing()", ACTION, null, p -> p.submit(() -> doNothing())),
        new Form(
            "() -> { statement; }",
            ACTION,
            null,
            p ->
                p.submit(() -> {
                  seven();
                })),
        new Form(
            "Future<?> of a void lambda",
            ACTION,
            null,
            p -> {
              Future<?> typed = p.submit(() -> {});
              return typed;
            }),
        new Form(
            "() -> { throw in a void block }",
            ACTION,
            ArithmeticException.class,
            p ->
                p.submit(() -> {
                  int _ = captured / (captured - 40);
                })));
  }

  static Stream<Form> methodReferences() {
    Bean bean = new Bean(6);
    return Stream.of(
        new Form("Type::valueMethod", VALUE, 7, p -> p.submit(SubmitFormsTest::seven)),
        new Form("Type::checkedMethod", VALUE, 8, p -> p.submit(SubmitFormsTest::checkedEight)),
        new Form("object::method", VALUE, 6, p -> p.submit(bean::number)),
        new Form("Type::new", VALUE, new Ten(), p -> p.submit(Ten::new)),
        new Form("\"\"::isEmpty", VALUE, true, p -> p.submit(""::isEmpty)),
        new Form("Type::voidMethod", ACTION, null, p -> p.submit(SubmitFormsTest::doNothing)),
        new Form("object::voidMethod", ACTION, null, p -> p.submit(bean::rest)));
  }

  static Stream<Form> objects() {
    Task<Integer> task = () -> 1;
    RunnableTask action = () -> {};
    Callable<Integer> callable = (Callable<Integer> & Serializable) () -> 2;
    Runnable runnable = (Runnable & Serializable) () -> {};
    return Stream.of(
        new Form("a Task", VALUE, 1, p -> p.submit(task)),
        new Form("a RunnableTask", ACTION, null, p -> p.submit(action)),
        new Form("a Callable", CALLABLE, 2, p -> p.submit(callable)),
        new Form("a Runnable", RUNNABLE, null, p -> p.submit(runnable)),
        new Form("(Task<Integer>) lambda", VALUE, 4, p -> p.submit((Task<Integer>) () -> 4)),
        new Form(
            "(RunnableTask) lambda", ACTION, null, p -> p.submit((RunnableTask) () -> seven())),
        new Form("new MyTask()", VALUE, 9, p -> p.submit(new Nine())),
        new Form("new MyCallable()", CALLABLE, 10, p -> p.submit(new Ten())),
        new Form("new MyRunnable()", RUNNABLE, null, p -> p.submit(new Idle())),
        new Form("method reference of a Task", VALUE, 1, p -> p.submit(task::call)),
        new Form(
            "a wildcard Callable",
            CALLABLE,
            2,
            p -> {
              Callable<? extends Number> wild = callable;
              return p.submit(wild);
            }));
  }

  static Stream<Form> withResult() {
    Runnable runnable = (Runnable & Serializable) () -> {};
    RunnableTask action = () -> {};
    List<Object> here = new ArrayList<>();
    return Stream.of(
        new Form("lambda, result", ACTION, here, p -> p.submit(() -> {}, here)),
        new Form(
            "method reference, result",
            ACTION,
            "r",
            p -> p.submit(SubmitFormsTest::doNothing, "r")),
        new Form("RunnableTask, result", ACTION, 1, p -> p.submit(action, 1)),
        new Form("Runnable, result", RUNNABLE, 1, p -> p.submit(runnable, 1)),
        new Form("lambda, null", ACTION, null, p -> p.submit(() -> {}, null)));
  }

  @ParameterizedTest
  @MethodSource("executions")
  void executePicksTheSendableOverload(Form form) throws Exception {
    Gate gate = (Gate) form.result;
    form.call.on(pool);
    assertEquals("execute", chosen.getName());
    assertEquals(form.overload, chosen.getParameterTypes()[0].getName());
    gate.awaitOpen();
  }

  static Stream<Form> executions() {
    return Stream.of(
        execution("execute(() -> statement)", ACTION, (p, gate) -> p.execute(() -> gate.open())),
        execution(
            "execute(() -> {})",
            ACTION,
            (p, gate) ->
                p.execute(() -> {
                  gate.open();
                })),
        execution("execute(() -> value())", ACTION, (p, gate) -> p.execute(() -> opened(gate))),
        execution("execute(object::method)", ACTION, (p, gate) -> p.execute(gate::open)),
        execution(
            "execute(Runnable)",
            RUNNABLE,
            (p, gate) -> {
              Runnable runnable = (Runnable & Serializable) gate::open;
              p.execute(runnable);
            }),
        execution(
            "execute(RunnableTask)",
            ACTION,
            (p, gate) -> {
              RunnableTask action = gate::open;
              p.execute(action);
            }));
  }

  private interface Execution {
    void on(Pool pool, Gate gate);
  }

  private static Form execution(String text, String overload, Execution execution) {
    Gate gate = Gate.in(directory, "g" + Integer.toHexString(text.hashCode()));
    return new Form(
        text,
        overload,
        gate,
        p -> {
          execution.on(p, gate);
          return null;
        });
  }

  static int seven() {
    return 7;
  }

  static int checkedEight() throws IOException {
    return 8;
  }

  static void doNothing() {}

  static boolean opened(Gate gate) {
    gate.open();
    return true;
  }

  record Bean(int number) implements Serializable {
    void rest() {}
  }

  record Nine() implements Task<Integer> {
    @Override
    public Integer call() {
      return 9;
    }
  }

  record Ten() implements Callable<Integer>, Serializable {
    @Override
    public Integer call() {
      return 10;
    }
  }

  record Idle() implements Runnable, Serializable {
    @Override
    public void run() {}
  }
}
