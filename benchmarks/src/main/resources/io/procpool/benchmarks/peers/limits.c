/* Physical limits of this machine for process-to-process work, in the units of python_baseline.py.
 * Build and run: cc -O2 -o limits limits.c && ./limits [case]      (no case: all of them)
 * Prints one JSON object a line; each figure is the best of 5 rounds (a limit, not a typical value). */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec * 1e-9;
}

static void emit(const char *which, double value, const char *unit, int higher) {
    printf("{\"system\": \"limit\", \"case\": \"%s\", \"value\": %.3f, \"unit\": \"%s\", \"higher_is_better\": %s}\n",
           which, value, unit, higher ? "true" : "false");
    fflush(stdout);
}

static void need(int ok, const char *what) {
    if (!ok) { perror(what); exit(1); }
}

static void ping_pong(void) {
    int fd[2];
    char byte[64] = {0};
    need(!socketpair(AF_UNIX, SOCK_STREAM, 0, fd), "socketpair");
    if (!fork()) {
        close(fd[0]);
        for (ssize_t n; (n = read(fd[1], byte, sizeof byte)) > 0;) need(write(fd[1], byte, n) == n, "write");
        _exit(0);
    }
    close(fd[1]);
    double best = 1e9;
    for (int round = 0; round < 5; round++) {
        int n = 4000;
        double begin = now();
        for (int i = 0; i < n; i++) {
            need(write(fd[0], byte, sizeof byte) == sizeof byte, "write");
            need(read(fd[0], byte, sizeof byte) > 0, "read");
        }
        double each = (now() - begin) / n * 1e6;
        if (each < best) best = each;
    }
    close(fd[0]);
    wait(NULL);
    emit("socketpair-round-trip-64B", best, "us", 0);
}

static void stream(void) {
    const long total = 1L << 29;
    const size_t block = 1 << 20;
    char *data = malloc(block);
    memset(data, 1, block);
    double best = 0;
    for (int round = 0; round < 5; round++) {
        int fd[2];
        need(!socketpair(AF_UNIX, SOCK_STREAM, 0, fd), "socketpair");
        if (!fork()) {
            close(fd[0]);
            while (read(fd[1], data, block) > 0) {}
            _exit(0);
        }
        close(fd[1]);
        double begin = now();
        for (long sent = 0; sent < total;) {
            ssize_t n = write(fd[0], data, block);
            need(n > 0, "write");
            sent += n;
        }
        close(fd[0]);
        wait(NULL);
        double rate = total / 1e6 / (now() - begin);
        if (rate > best) best = rate;
    }
    emit("socketpair-one-way", best, "MB/s", 1);
}

static void memory(void) {
    const size_t size = 64 << 20;
    char *from = malloc(size), *to = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    need(to != MAP_FAILED, "mmap");
    memset(from, 1, size);
    memset(to, 0, size);
    double best = 0;
    for (int round = 0; round < 5; round++) {
        double begin = now();
        memcpy(to, from, size);
        double rate = size / 1e6 / (now() - begin);
        if (rate > best) best = rate;
    }
    emit("shared-memory-copy-64MiB", best, "MB/s", 1);
}

static int wanted(int argc, char **argv, const char *which) {
    return argc < 2 || !strcmp(argv[1], which);
}

int main(int argc, char **argv) {
    if (wanted(argc, argv, "socketpair-round-trip-64B")) ping_pong();
    if (wanted(argc, argv, "socketpair-one-way")) stream();
    if (wanted(argc, argv, "shared-memory-copy-64MiB")) memory();
    return 0;
}
