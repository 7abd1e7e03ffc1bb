package app.greeting;

/** A service that module-info alone declares. */
public interface Greeter {
  String greet(String name);
}
