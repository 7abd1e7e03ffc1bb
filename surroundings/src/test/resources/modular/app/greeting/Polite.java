package app.greeting;

/** Its provider. */
public final class Polite implements Greeter {
  @Override
  public String greet(String name) {
    return "dear " + name;
  }
}
