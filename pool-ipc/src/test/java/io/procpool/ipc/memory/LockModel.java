package io.procpool.ipc.memory;

import java.util.ArrayList;
import java.util.List;

/**
 * The steps of {@link LockWord} as a model: each is one access to shared memory, by one of three
 * threads of two processes. Process 0 has a thread of number 1, which may be killed at any time;
 * process 1 has threads of the numbers 1 and 2. Each locks and unlocks again and again, and asks
 * before whether it holds the lock already, as a reentrant lock does.
 *
 * @param asks how a thread asks whether it holds the lock
 * @param pidInThread whether the thread's word names its process, too
 * @param takesInTwoSteps whether a takeover is one only when the thread's word is written
 * @param samePid whether the second process has the first one's pid, and starts after its death
 */
record LockModel(Asks asks, boolean pidInThread, boolean takesInTwoSteps, boolean samePid) {

  /** In which order a thread reads the two words. */
  enum Asks {
    WORD_FIRST,
    THREAD_FIRST
  }

  /** Where a thread is; what it has read is in its own register. */
  enum At {
    ASK,
    ASK_SECOND,
    TRY,
    LOOK,
    TAKE_OVER,
    WRITE_THREAD,
    CLEAR_HOLDS,
    WRITE_THREAD_OF_TAKEOVER,
    PUBLISH,
    INSIDE,
    UNLOCK_SECOND,
    CLEAR_THREAD,
    FREE,
    BELIEVES_WRONGLY,
    REFUSED_WRONGLY,
    DEAD
  }

  /** A thread: where it is, and the word it has seen. */
  record Actor(At at, int seen) {}

  /** Shared memory, and the threads. A word is 0, or twice the process + 1, and 1 while taking. */
  record State(int word, int thread, List<Actor> actors) {}

  private static final int[] PROCESS = {0, 1, 1};
  private static final int[] NUMBER = {1, 1, 2};

  State start() {
    Actor first = new Actor(At.ASK, 0);
    return new State(0, 0, List.of(first, first, first));
  }

  /** All states that one step of anybody leads to. */
  List<State> next(State state) {
    List<State> next = new ArrayList<>();
    boolean killed = state.actors.getFirst().at == At.DEAD;
    for (int i = 0; i < PROCESS.length; i++) {
      boolean started = PROCESS[i] == 0 || !samePid || killed;
      if (started && state.actors.get(i).at != At.DEAD) {
        next.add(step(state, i));
      }
    }
    if (!killed) {
      next.add(with(state, 0, state.word, state.thread, At.DEAD, 0));
    }
    return next;
  }

  /** Two hold the lock at once, or one is told that it does not hold what it holds. */
  static boolean isWrong(State state) {
    long inside = state.actors.stream().filter(actor -> actor.at == At.INSIDE).count();
    return inside > 1
        || state.actors.stream()
            .anyMatch(actor -> actor.at == At.BELIEVES_WRONGLY || actor.at == At.REFUSED_WRONGLY);
  }

  private State step(State state, int i) {
    Actor actor = state.actors.get(i);
    int mine = 2 * (PROCESS[i] + 1);
    int self = thread(i);
    int word = state.word;
    int thread = state.thread;
    return switch (actor.at) {
      case ASK -> with(state, i, word, thread, asks(state, i, At.ASK_SECOND, At.TRY), 0);
      case ASK_SECOND ->
          with(state, i, word, thread, second(state, i) ? At.BELIEVES_WRONGLY : At.TRY, 0);
      case TRY ->
          word == 0
              ? with(state, i, mine, thread, At.WRITE_THREAD, 0)
              : with(state, i, word, thread, At.LOOK, 0);
      case LOOK -> {
        boolean dead = word / 2 == 1 && state.actors.getFirst().at == At.DEAD;
        yield with(state, i, word, thread, dead ? At.TAKE_OVER : At.ASK, dead ? word : 0);
      }
      case TAKE_OVER -> {
        if (word != actor.seen) {
          yield with(state, i, word, thread, At.ASK, 0);
        }
        yield takesInTwoSteps
            ? with(state, i, mine + 1, thread, At.CLEAR_HOLDS, 0)
            : with(state, i, mine, thread, At.WRITE_THREAD, 0);
      }
      case CLEAR_HOLDS -> with(state, i, word, thread, At.WRITE_THREAD_OF_TAKEOVER, 0);
      case WRITE_THREAD_OF_TAKEOVER -> with(state, i, word, self, At.PUBLISH, 0);
      case PUBLISH -> with(state, i, mine, thread, At.INSIDE, 0);
      case WRITE_THREAD -> with(state, i, word, self, At.INSIDE, 0);
      case INSIDE ->
          with(state, i, word, thread, asks(state, i, At.UNLOCK_SECOND, At.REFUSED_WRONGLY), 0);
      case UNLOCK_SECOND ->
          with(state, i, word, thread, second(state, i) ? At.CLEAR_THREAD : At.REFUSED_WRONGLY, 0);
      case CLEAR_THREAD -> with(state, i, word, 0, At.FREE, 0);
      case FREE -> with(state, i, 0, thread, At.ASK, 0);
      case BELIEVES_WRONGLY, REFUSED_WRONGLY, DEAD -> state;
    };
  }

  /** Where the first of the two reads leads. */
  private At asks(State state, int i, At yes, At no) {
    boolean fits = asks == Asks.WORD_FIRST ? isMine(state, i) : state.thread == thread(i);
    return fits ? yes : no;
  }

  private boolean second(State state, int i) {
    return asks == Asks.WORD_FIRST ? state.thread == thread(i) : isMine(state, i);
  }

  private static boolean isMine(State state, int i) {
    return state.word == 2 * (PROCESS[i] + 1);
  }

  private int thread(int i) {
    int pid = samePid ? 0 : PROCESS[i];
    return pidInThread ? 10 * (pid + 1) + NUMBER[i] : NUMBER[i];
  }

  private static State with(State state, int i, int word, int thread, At at, int seen) {
    List<Actor> actors = new ArrayList<>(state.actors);
    actors.set(i, new Actor(at, seen));
    return new State(word, thread, List.copyOf(actors));
  }
}
