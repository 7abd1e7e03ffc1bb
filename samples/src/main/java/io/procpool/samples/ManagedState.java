package io.procpool.samples;

import io.procpool.Manager;
import io.procpool.ManagerOptions;
import io.procpool.Pool;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentMap;

/**
 * State that several processes change, in a manager: a map, and an object of a type of one's own.
 * Workers get proxies as arguments, and nothing is lost when they all count at once.
 */
public final class ManagedState {

  private static final List<String> WORDS =
      List.of("to", "be", "or", "not", "to", "be", "that", "is", "the", "question");

  /** An account in the manager's process: each call is one step. */
  public interface Account {

    /** Adds to the balance, and gives the new one. */
    long deposit(long amount);

    /**
     * Takes from the balance.
     *
     * @throws IllegalStateException if there is not so much
     */
    long withdraw(long amount);
  }

  private static final class SafeAccount implements Account {
    private long balance; // guarded by this

    @Override
    public synchronized long deposit(long amount) {
      balance += amount;
      return balance;
    }

    @Override
    public synchronized long withdraw(long amount) {
      if (amount > balance) {
        throw new IllegalStateException("not enough: balance=" + balance + " wanted=" + amount);
      }
      balance -= amount;
      return balance;
    }
  }

  private ManagedState() {}

  /** Counts words in one map, and pays into one account, from three workers. */
  public static void main(String[] args) {
    ManagerOptions options = ManagerOptions.defaults().withType(Account.class, SafeAccount::new);
    try (Manager manager = Manager.start(options);
        Pool pool = Pool.create(3)) {
      ConcurrentMap<String, Integer> counts = manager.map();
      pool.map(word -> counts.merge(word, 1, Integer::sum), WORDS);
      System.out.println("words: " + new TreeMap<>(counts));

      Account account = manager.create(Account.class);
      pool.map(word -> account.deposit(word.length()), WORDS);
      System.out.println("balance: " + account.deposit(0));
      try {
        long _ = account.withdraw(1000);
      } catch (IllegalStateException e) {
        System.out.println("refused: " + e.getMessage());
      }
    }
  }
}
