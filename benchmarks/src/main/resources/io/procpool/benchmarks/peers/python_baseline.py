"""Measures CPython's own multiprocessing on the same work as procpool's benchmarks.

Run: python3 python_baseline.py [case ...]      (no case: all of them)
Prints one JSON object a line: {"system", "case", "value", "unit", "higher_is_better"}.
Every figure is the median of REPEATS repetitions (environment variable, default 3) after one warm-up.
With TURNS=1 in the environment it prints "ready" after the warm-up and a figure for every line it reads, until there is none.
Results are checked outside the time that counts, or at a cost below a hundredth of it: wrong ones end the program without a figure.
"""
import json
import multiprocessing as mp
import os
import statistics
import sys
import time
from concurrent.futures import ProcessPoolExecutor

WORKERS = 2
REPEATS = int(os.environ.get("REPEATS", "3"))
BY_TURNS = os.environ.get("TURNS") == "1"
MESSAGE = b"x" * 480  # 512 bytes once pickled, as in the published queue figures
COUNTED_EVERY = 64  # pairs of a lock: so that the count costs next to nothing


def identity(x):
    return x


def spin(micros):
    """Burns CPU for about `micros` microseconds."""
    end = time.perf_counter_ns() + micros * 1000
    n = 0
    while time.perf_counter_ns() < end:
        n += 1
    return n


def check(right, what):
    if not right:
        raise SystemExit("wrong result: " + what)


def emit(case, measure, unit, higher=True):
    """Warms up; then prints the figure, or one at every turn."""
    def figure():
        value = statistics.median(measure() for _ in range(REPEATS))
        print(json.dumps({"system": "cpython-%d.%d" % sys.version_info[:2], "case": case,
                          "value": value, "unit": unit, "higher_is_better": higher}), flush=True)
    measure()
    if BY_TURNS:
        print("ready", flush=True)
        for _ in sys.stdin:
            figure()
    else:
        figure()


def timed(work, is_right):
    """The seconds that `work` takes; its result must pass `is_right`."""
    start = time.perf_counter()
    result = work()
    took = time.perf_counter() - start
    check(is_right(result), repr(result)[:200])
    return took


def counts(n):
    expected = list(range(n))
    return lambda result: result == expected


def apply_round_trip():
    with mp.Pool(WORKERS) as pool:
        n = 2000
        emit("apply-round-trip", lambda: timed(
            lambda: [pool.apply(identity, (i,)) for i in range(n)], counts(n)) / n * 1e6, "us", False)


def map_chunk_1():
    with mp.Pool(WORKERS) as pool:
        n = 20_000
        emit("map-chunk-1", lambda: n / timed(lambda: pool.map(identity, range(n), 1), counts(n)), "tasks/s")


def map_default_chunk():
    with mp.Pool(WORKERS) as pool:
        n = 1_000_000
        emit("map-default-chunk", lambda: n / timed(lambda: pool.map(identity, range(n)), counts(n)), "tasks/s")


def imap_unordered():
    with mp.Pool(WORKERS) as pool:
        n = 20_000
        emit("imap-unordered", lambda: n / timed(
            lambda: [x for x in pool.imap_unordered(identity, range(n))],
            lambda result: sorted(result) == list(range(n))), "tasks/s")


def executor_map():
    with ProcessPoolExecutor(WORKERS) as pool:
        n = 5000
        emit("executor-map", lambda: n / timed(lambda: list(pool.map(identity, range(n))), counts(n)), "tasks/s")


def payload(size, name):
    data = os.urandom(size)
    with mp.Pool(WORKERS) as pool:
        n = max(1, min(500, (32 << 20) // size))
        emit("echo-" + name, lambda: 2 * size * n / timed(
            lambda: [pool.apply(identity, (data,)) for _ in range(n)],
            lambda result: len(result) == n and all(each == data for each in result)) / 1e6, "MB/s")


def efficiency(micros):
    tasks = max(200, 1_000_000 // micros)
    with mp.Pool(WORKERS) as pool:
        emit("efficiency-%dus" % micros, lambda: tasks * micros / 1e6 / WORKERS / timed(
            lambda: pool.map(spin, [micros] * tasks),
            lambda turns: len(turns) == tasks and min(turns) >= 0), "of ideal")


def start(method):
    def once():
        begin = time.perf_counter()
        pool = mp.get_context(method).Pool(WORKERS)
        result = pool.apply(identity, (1,))
        took = time.perf_counter() - begin
        pool.terminate()
        pool.join()
        check(result == 1, repr(result))
        return took * 1e3
    emit("start-" + method, once, "ms", False)


def _produce(queue, n):
    for _ in range(n):
        queue.put(MESSAGE)


def _consume(queue, n):
    received = 0
    for _ in range(n):
        received += len(queue.get())
    check(received == n * len(MESSAGE), "bytes received: %d" % received)


def queue(kind, name, n=60_000):
    def once():
        q = kind()
        producer = mp.Process(target=_produce, args=(q, n))
        begin = time.perf_counter()
        producer.start()
        _consume(q, n)
        took = time.perf_counter() - begin
        join([producer])
        check(q.empty(), "messages left over")
        return n / took
    emit(name, once, "messages/s")


def join(children):
    for child in children:
        child.join()
    check(all(child.exitcode == 0 for child in children), "exit codes %s" % [child.exitcode for child in children])


def queue_4x4(n=20_000):
    def once():
        q = mp.Queue()
        children = [mp.Process(target=work, args=(q, n)) for work in (_produce, _consume) for _ in range(4)]
        begin = time.perf_counter()
        for child in children:
            child.start()
        for child in children:
            child.join()
        took = time.perf_counter() - begin
        join(children)
        check(q.empty(), "messages left over")
        return 4 * n / took
    emit("queue-512B-4x4", once, "messages/s")


def manager_queue(n=5000):
    with mp.Manager() as manager:
        q = manager.Queue()
        emit("manager-queue", lambda: 2 * n / timed(
            lambda: [q.put(MESSAGE) for _ in range(n)] + [q.get() for _ in range(n)],
            lambda result: result[n:] == [MESSAGE] * n), "calls/s")


def manager_dict_put(n=5000):
    with mp.Manager() as manager:
        d = manager.dict()
        expected = {i & 255: i for i in range(n)}
        emit("manager-dict-put", lambda: n / timed(
            lambda: [d.__setitem__(i & 255, i) for i in range(n)],
            lambda _: d.copy() == expected), "calls/s")


def manager_lock(n=5000):
    with mp.Manager() as manager:
        lock = manager.Lock()
        emit("manager-lock", lambda: 2 * n / timed(
            lambda: [(lock.acquire(), lock.release()) for _ in range(n)],
            lambda result: all(acquired for acquired, _ in result)), "calls/s")


def _lock_pairs(lock, n, counted):
    """The seconds n pairs take; `counted` is changed under the lock only."""
    begin = time.perf_counter()
    for _ in range(n // COUNTED_EVERY):
        lock.acquire()
        counted.value += 1
        lock.release()
        for _ in range(COUNTED_EVERY - 1):
            lock.acquire()
            lock.release()
    return time.perf_counter() - begin


def _lock_loop(lock, n, counted, out):
    out.put(n / _lock_pairs(lock, n, counted))


def lock_uncontended(n=200_000):
    lock = mp.Lock()

    def once():
        counted = mp.RawValue("q")
        took = _lock_pairs(lock, n, counted)
        check(counted.value == n // COUNTED_EVERY, "counted %d" % counted.value)
        return n / took
    emit("lock-uncontended", once, "pairs/s")


def lock_contended_2(n=200_000):
    lock = mp.Lock()

    def once():
        out = mp.Queue()
        counted = mp.RawValue("q")
        children = [mp.Process(target=_lock_loop, args=(lock, n, counted, out)) for _ in range(2)]
        for child in children:
            child.start()
        rate = sum(out.get() for _ in children)
        join(children)
        check(counted.value == 2 * (n // COUNTED_EVERY), "counted %d" % counted.value)
        return rate
    emit("lock-contended-2", once, "pairs/s")


def _echo(conn, n):
    for _ in range(n):
        conn.send(conn.recv())


def pipe_round_trip():
    n = 10_000

    def once():
        here, there = mp.Pipe()
        child = mp.Process(target=_echo, args=(there, n))
        child.start()
        wrong = 0
        begin = time.perf_counter()
        for i in range(n):
            here.send(i)
            if here.recv() != i:
                wrong += 1
        took = time.perf_counter() - begin
        join([child])
        check(wrong == 0, "%d answers" % wrong)
        return took / n * 1e6
    emit("pipe-round-trip", once, "us", False)


CASES = {
    "apply-round-trip": apply_round_trip, "map-chunk-1": map_chunk_1, "map-default-chunk": map_default_chunk,
    "imap-unordered": imap_unordered, "executor-map": executor_map,
    "echo-512B": lambda: payload(512, "512B"), "echo-1MiB": lambda: payload(1 << 20, "1MiB"),
    "echo-64MiB": lambda: payload(64 << 20, "64MiB"),
    "efficiency-10us": lambda: efficiency(10), "efficiency-100us": lambda: efficiency(100),
    "efficiency-1000us": lambda: efficiency(1000), "efficiency-10000us": lambda: efficiency(10_000),
    "start-fork": lambda: start("fork"), "start-spawn": lambda: start("spawn"),
    "start-forkserver": lambda: start("forkserver"),
    "queue-512B": lambda: queue(mp.Queue, "queue-512B"), "queue-512B-4x4": queue_4x4,
    "simple-queue-512B": lambda: queue(mp.SimpleQueue, "simple-queue-512B"),
    "manager-queue": manager_queue, "manager-dict-put": manager_dict_put, "manager-lock": manager_lock,
    "lock-uncontended": lock_uncontended, "lock-contended-2": lock_contended_2,
    "pipe-round-trip": pipe_round_trip,
}

if __name__ == "__main__":
    for case in sys.argv[1:] or CASES:
        CASES[case]()
