"""Measures CPython's own multiprocessing on the same work as procpool's benchmarks.

Run: python3 python_baseline.py [case ...]      (no case: all of them)
Prints one JSON object a line: {"system", "case", "value", "unit", "higher_is_better"}.
Every figure is the median of REPEATS repetitions (environment variable, default 3) after one warm-up.
"""
import json
import multiprocessing as mp
import os
import statistics
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.managers import BaseManager

WORKERS = 2
REPEATS = int(os.environ.get("REPEATS", "3"))
MESSAGE = b"x" * 480  # 512 bytes once pickled, as in the published queue figures


def identity(x):
    return x


def spin(micros):
    """Burns CPU for about `micros` microseconds."""
    end = time.perf_counter_ns() + micros * 1000
    n = 0
    while time.perf_counter_ns() < end:
        n += 1
    return n


def emit(case, value, unit, higher=True):
    print(json.dumps({"system": "cpython-%d.%d" % sys.version_info[:2], "case": case,
                      "value": value, "unit": unit, "higher_is_better": higher}), flush=True)


def median(measure):
    measure()
    return statistics.median(measure() for _ in range(REPEATS))


def seconds(work):
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def apply_round_trip():
    with mp.Pool(WORKERS) as pool:
        n = 3000
        emit("apply-round-trip", median(lambda: seconds(
            lambda: [pool.apply(identity, (i,)) for i in range(n)]) / n * 1e6), "us", False)


def map_chunk_1():
    with mp.Pool(WORKERS) as pool:
        n = 20_000
        emit("map-chunk-1", median(lambda: n / seconds(lambda: pool.map(identity, range(n), 1))), "tasks/s")


def map_default_chunk():
    with mp.Pool(WORKERS) as pool:
        n = 1_000_000
        emit("map-default-chunk", median(lambda: n / seconds(lambda: pool.map(identity, range(n)))), "tasks/s")


def imap_unordered():
    with mp.Pool(WORKERS) as pool:
        n = 20_000
        emit("imap-unordered", median(lambda: n / seconds(
            lambda: [None for _ in pool.imap_unordered(identity, range(n))])), "tasks/s")


def executor_map():
    with ProcessPoolExecutor(WORKERS) as pool:
        n = 10_000
        emit("executor-map", median(lambda: n / seconds(lambda: list(pool.map(identity, range(n))))), "tasks/s")


def payload(size, name):
    data = os.urandom(size)
    with mp.Pool(WORKERS) as pool:
        n = max(3, min(500, (128 << 20) // size))
        emit("echo-" + name, median(lambda: 2 * size * n / seconds(
            lambda: [pool.apply(identity, (data,)) for _ in range(n)]) / 1e6), "MB/s")


def efficiency(micros):
    tasks = max(200, 1_000_000 // micros)
    with mp.Pool(WORKERS) as pool:
        wall = median(lambda: seconds(lambda: pool.map(spin, [micros] * tasks)))
        emit("efficiency-%dus" % micros, tasks * micros / 1e6 / WORKERS / wall, "of ideal")


def start(method):
    def once():
        begin = time.perf_counter()
        pool = mp.get_context(method).Pool(WORKERS)
        pool.apply(identity, (1,))
        took = time.perf_counter() - begin
        pool.terminate()
        pool.join()
        return took * 1e3
    emit("start-" + method, median(once), "ms", False)


def _produce(queue, n):
    for _ in range(n):
        queue.put(MESSAGE)


def queue(kind, name, n=60_000):
    def once():
        q = kind()
        producer = mp.Process(target=_produce, args=(q, n))
        begin = time.perf_counter()
        producer.start()
        for _ in range(n):
            q.get()
        took = time.perf_counter() - begin
        producer.join()
        return n / took
    emit(name, median(once), "messages/s")


def _consume(queue, n):
    for _ in range(n):
        queue.get()


def queue_4x4(n=20_000):
    def once():
        q = mp.Queue()
        children = [mp.Process(target=work, args=(q, n)) for work in (_produce, _consume) for _ in range(4)]
        begin = time.perf_counter()
        for child in children:
            child.start()
        for child in children:
            child.join()
        return 4 * n / (time.perf_counter() - begin)
    emit("queue-512B-4x4", median(once), "messages/s")


def manager_queue(n=5000):
    with mp.Manager() as manager:
        q = manager.Queue()
        emit("manager-queue", median(lambda: 2 * n / seconds(
            lambda: [q.put(MESSAGE) for _ in range(n)] + [q.get() for _ in range(n)])), "calls/s")


def manager_dict_put(n=5000):
    with mp.Manager() as manager:
        d = manager.dict()
        emit("manager-dict-put", median(lambda: n / seconds(
            lambda: [d.__setitem__(i & 255, i) for i in range(n)])), "calls/s")


def manager_lock(n=5000):
    with mp.Manager() as manager:
        lock = manager.Lock()
        emit("manager-lock", median(lambda: 2 * n / seconds(
            lambda: [(lock.acquire(), lock.release()) for _ in range(n)])), "calls/s")


def _lock_loop(lock, n, out):
    begin = time.perf_counter()
    for _ in range(n):
        lock.acquire()
        lock.release()
    out.put(n / (time.perf_counter() - begin))


def lock_uncontended(n=200_000):
    lock = mp.Lock()

    def once():
        begin = time.perf_counter()
        for _ in range(n):
            lock.acquire()
            lock.release()
        return n / (time.perf_counter() - begin)
    emit("lock-uncontended", median(once), "pairs/s")


def lock_contended_2(n=200_000):
    lock = mp.Lock()

    def once():
        out = mp.Queue()
        children = [mp.Process(target=_lock_loop, args=(lock, n, out)) for _ in range(2)]
        for child in children:
            child.start()
        rate = sum(out.get() for _ in children)
        for child in children:
            child.join()
        return rate
    emit("lock-contended-2", median(once), "pairs/s")


def _echo(conn, n):
    for _ in range(n):
        conn.send(conn.recv())


def pipe_round_trip():
    n = 20_000

    def once():
        here, there = mp.Pipe()
        child = mp.Process(target=_echo, args=(there, n))
        child.start()
        begin = time.perf_counter()
        for i in range(n):
            here.send(i)
            here.recv()
        took = time.perf_counter() - begin
        child.join()
        return took / n * 1e6
    emit("pipe-round-trip", median(once), "us", False)


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
