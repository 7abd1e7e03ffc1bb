package io.procpool.contract;

import static io.procpool.contract.WhereItRan.HERE;
import static io.procpool.contract.WhereItRan.note;
import static io.procpool.contract.WhereItRan.noted;
import static io.procpool.contract.WhereItRan.pid;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.MoreExecutors;
import io.procpool.Pool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivilegedAction;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The forms in which programs use an {@link ExecutorService}, with lambdas of any type and no word
 * of procpool: in each the user's function runs in another process.
 */
@Timeout(120)
class ExecutorServiceFormsTest {

  private static ExecutorService executor;

  @TempDir static Path directory;

  @BeforeAll
  static void open() {
    executor = Pool.create(2);
  }

  @AfterAll
  static void close() {
    executor.close();
  }

  /** Gives the process in which the user's function ran. */
  private interface Use {
    long pid(ExecutorService executor, Path file) throws Exception;
  }

  private record Form(String text, Use use) {
    @Override
    public String toString() {
      return text;
    }
  }

  static Stream<Form> forms() {
    return Stream.of(
            submits(),
            objects(),
            executes(),
            many(),
            starts(),
            stages(),
            stagesOfTwo(),
            stagesOfFailures(),
            libraries())
        .flatMap(each -> each);
  }

  private static Stream<Form> submits() {
    return Stream.of(
        new Form("submit(lambda)", (ex, _) -> ex.submit(() -> pid()).get()),
        new Form("submit(reference)", (ex, _) -> ex.submit(WhereItRan::pid).get()),
        new Form(
            "submit(callable)",
            (ex, _) -> {
              Callable<Long> callable = () -> pid();
              return ex.submit(callable).get();
            }),
        new Form(
            "submit((Callable) lambda)", (ex, _) -> ex.submit((Callable<Long>) () -> pid()).get()),
        new Form(
            "submit((Runnable) lambda)",
            (ex, file) -> {
              Object _ = ex.submit((Runnable) () -> note(file)).get();
              return noted(file);
            }),
        new Form(
            "submit(lambda, result)",
            (ex, file) -> {
              assertEquals("done", ex.submit(() -> note(file), "done").get());
              return noted(file);
            }),
        new Form("get(timeout)", (ex, _) -> ex.submit(() -> pid()).get(60, SECONDS)));
  }

  private static Stream<Form> objects() {
    return Stream.of(
        new Form(
            "submit(Executors.callable(runnable))",
            (ex, file) -> {
              Object _ = ex.submit(Executors.callable(() -> note(file))).get();
              return noted(file);
            }),
        new Form(
            "submit(Executors.callable(action))",
            (ex, _) ->
                (long) ex.submit(Executors.callable((PrivilegedAction<Long>) () -> pid())).get()),
        new Form(
            "submit(future task)",
            (ex, _) -> {
              FutureTask<Long> task = new FutureTask<>(() -> pid());
              Object _ = ex.submit(task).get();
              return task.resultNow();
            }));
  }

  private static Stream<Form> executes() {
    return Stream.of(
        new Form(
            "execute(lambda)",
            (ex, file) -> {
              ex.execute(() -> note(file));
              return noted(file);
            }),
        new Form(
            "execute(runnable)",
            (ex, file) -> {
              Runnable runnable = () -> note(file);
              ex.execute(runnable);
              return noted(file);
            }),
        new Form(
            "execute(future task of a callable)",
            (ex, _) -> {
              FutureTask<Long> task = new FutureTask<>(() -> pid());
              ex.execute(task);
              return task.get();
            }),
        new Form(
            "execute(future task of a runnable)",
            (ex, file) -> {
              FutureTask<String> task = new FutureTask<>(() -> note(file), "done");
              ex.execute(task);
              assertEquals("done", task.get());
              return noted(file);
            }));
  }

  private static Stream<Form> many() {
    List<Callable<Long>> calls = List.of(() -> pid(), () -> pid());
    return Stream.of(
        new Form(
            "invokeAll(lambdas)",
            (ex, _) -> {
              List<Future<Long>> futures = ex.invokeAll(List.of(() -> pid(), () -> pid()));
              assertNotEquals(HERE, futures.get(0).resultNow());
              return futures.get(1).resultNow();
            }),
        new Form("invokeAll(callables)", (ex, _) -> ex.invokeAll(calls).getFirst().get()),
        new Form(
            "invokeAll(callables, time)",
            (ex, _) -> ex.invokeAll(calls, 60, SECONDS).getFirst().get()),
        new Form("invokeAny(callables)", (ex, _) -> ex.invokeAny(calls)),
        new Form("invokeAny(callables, time)", (ex, _) -> ex.invokeAny(calls, 60, SECONDS)),
        new Form(
            "new ExecutorCompletionService(executor).submit(callable)",
            (ex, _) -> {
              CompletionService<Long> completion = new ExecutorCompletionService<>(ex);
              Future<Long> future = completion.submit(() -> pid());
              assertEquals(future, completion.take());
              return future.resultNow();
            }),
        new Form(
            "new ExecutorCompletionService(executor).submit(runnable, result)",
            (ex, file) -> {
              CompletionService<String> completion = new ExecutorCompletionService<>(ex);
              Future<String> _ = completion.submit(() -> note(file), "done");
              assertEquals("done", completion.take().get());
              return noted(file);
            }));
  }

  private static Stream<Form> starts() {
    return Stream.of(
        new Form(
            "CompletableFuture.supplyAsync",
            (ex, _) -> CompletableFuture.supplyAsync(() -> pid(), ex).get()),
        new Form(
            "CompletableFuture.runAsync",
            (ex, file) -> {
              CompletableFuture.runAsync(() -> note(file), ex).join();
              return noted(file);
            }),
        new Form(
            "completeAsync",
            (ex, _) -> new CompletableFuture<Long>().completeAsync(() -> pid(), ex).get()),
        new Form(
            "delayedExecutor",
            (ex, _) ->
                CompletableFuture.supplyAsync(
                        () -> pid(), CompletableFuture.delayedExecutor(1, MILLISECONDS, ex))
                    .get()));
  }

  private static Stream<Form> stages() {
    return Stream.of(
        new Form(
            "thenApplyAsync",
            (ex, _) ->
                CompletableFuture.supplyAsync(() -> 1L, ex)
                    .thenApplyAsync(one -> pid() * one, ex)
                    .get()),
        new Form(
            "thenApplyAsync of one that is done",
            (ex, _) ->
                CompletableFuture.completedFuture(1L).thenApplyAsync(one -> pid() * one, ex).get()),
        new Form(
            "thenAcceptAsync",
            (ex, file) -> {
              CompletableFuture.completedFuture(file).thenAcceptAsync(WhereItRan::note, ex).join();
              return noted(file);
            }),
        new Form(
            "thenRunAsync",
            (ex, file) -> {
              CompletableFuture.completedFuture(1).thenRunAsync(() -> note(file), ex).join();
              return noted(file);
            }),
        new Form(
            "thenComposeAsync",
            (ex, _) ->
                CompletableFuture.completedFuture(1L)
                    .thenComposeAsync(one -> CompletableFuture.supplyAsync(() -> pid() * one), ex)
                    .get()),
        new Form(
            "handleAsync",
            (ex, _) ->
                CompletableFuture.completedFuture(1L)
                    .handleAsync((one, _) -> pid() * one, ex)
                    .get()),
        new Form(
            "whenCompleteAsync",
            (ex, file) -> {
              CompletableFuture.completedFuture(1)
                  .whenCompleteAsync((_, _) -> note(file), ex)
                  .join();
              return noted(file);
            }));
  }

  private static Stream<Form> stagesOfTwo() {
    CompletableFuture<Long> one = CompletableFuture.completedFuture(1L);
    return Stream.of(
        new Form(
            "thenCombineAsync",
            (ex, _) -> one.thenCombineAsync(one, (a, b) -> pid() * a * b, ex).get()),
        new Form(
            "thenAcceptBothAsync",
            (ex, file) -> {
              one.thenAcceptBothAsync(one, (_, _) -> note(file), ex).join();
              return noted(file);
            }),
        new Form(
            "runAfterBothAsync",
            (ex, file) -> {
              one.runAfterBothAsync(one, () -> note(file), ex).join();
              return noted(file);
            }),
        new Form(
            "applyToEitherAsync", (ex, _) -> one.applyToEitherAsync(one, a -> pid() * a, ex).get()),
        new Form(
            "acceptEitherAsync",
            (ex, file) -> {
              one.acceptEitherAsync(one, _ -> note(file), ex).join();
              return noted(file);
            }),
        new Form(
            "runAfterEitherAsync",
            (ex, file) -> {
              one.runAfterEitherAsync(one, () -> note(file), ex).join();
              return noted(file);
            }));
  }

  private static Stream<Form> stagesOfFailures() {
    CompletableFuture<Long> failed = CompletableFuture.failedFuture(new IOException("disk"));
    return Stream.of(
        new Form(
            "exceptionallyAsync",
            (ex, _) ->
                failed
                    .exceptionallyAsync(e -> e.getMessage().equals("disk") ? pid() : HERE, ex)
                    .get()),
        new Form(
            "exceptionallyComposeAsync",
            (ex, _) ->
                failed
                    .exceptionallyComposeAsync(_ -> CompletableFuture.completedFuture(pid()), ex)
                    .get()),
        new Form(
            "handleAsync of a failure",
            (ex, _) ->
                CompletableFuture.<Long>supplyAsync(
                        () -> {
                          throw new IllegalStateException("no");
                        },
                        ex)
                    .handleAsync((_, e) -> e instanceof CompletionException ? pid() : HERE, ex)
                    .get()));
  }

  private static Stream<Form> libraries() {
    return Stream.of(
        new Form(
            "Executors.unconfigurableExecutorService(executor).submit(lambda)",
            (ex, _) -> Executors.unconfigurableExecutorService(ex).submit(() -> pid()).get()),
        new Form(
            "CompletableFuture.supplyAsync on an unconfigurable executor",
            (ex, _) ->
                CompletableFuture.supplyAsync(
                        () -> pid(), Executors.unconfigurableExecutorService(ex))
                    .get()),
        new Form(
            "MoreExecutors.listeningDecorator(executor).submit(lambda)",
            (ex, _) -> MoreExecutors.listeningDecorator(ex).submit(() -> pid()).get()),
        new Form("Futures.submit(lambda)", (ex, _) -> Futures.submit(() -> pid(), ex).get()),
        new Form(
            "Futures.transform(future, lambda)",
            (ex, _) ->
                Futures.transform(Futures.immediateFuture(1L), one -> pid() * one, ex).get()),
        new Form(
            "Futures.transformAsync(future, lambda)",
            (ex, _) ->
                Futures.transformAsync(
                        Futures.immediateFuture(1L),
                        one -> Futures.immediateFuture(pid() * one),
                        ex)
                    .get()),
        new Form(
            "MoreExecutors.newSequentialExecutor(executor).execute(lambda)",
            (ex, file) -> {
              MoreExecutors.newSequentialExecutor(ex).execute(() -> note(file));
              return noted(file);
            }),
        new Form("a view's submit", (ex, _) -> ((Pool) ex).scheduled().submit(() -> pid()).get()),
        new Form(
            "CompletableFuture.supplyAsync on a view",
            (ex, _) -> CompletableFuture.supplyAsync(() -> pid(), ((Pool) ex).scheduled()).get()));
  }

  @ParameterizedTest
  @MethodSource("forms")
  void theFunctionRunsInAnotherProcess(Form form) throws Exception {
    Path file = Files.createTempDirectory(directory, "form").resolve("pid");
    assertNotEquals(HERE, form.use.pid(executor, file));
  }

  @Test
  void allFormsAtOnceRunInOtherProcesses() throws Exception {
    List<Future<Long>> pids = new ArrayList<>();
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 5; i++) {
        forms()
            .forEach(form ->
                pids.add(
                    callers.submit(() -> {
                      Path file = Files.createTempDirectory(directory, "all").resolve("pid");
                      return form.use.pid(executor, file);
                    })));
      }
    }
    for (Future<Long> pid : pids) {
      assertNotEquals(HERE, pid.get());
    }
  }

  @Test
  void aVariableOfAnyFunctionalTypeIsSentByItsMethod() throws Exception {
    Supplier<Long> supplier = () -> pid();
    assertNotEquals(HERE, executor.submit(supplier::get).get());
  }
}
