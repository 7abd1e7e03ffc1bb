/** A program that opens nothing to procpool. */
module app {
  requires io.procpool;

  uses app.greeting.Greeter;

  provides app.greeting.Greeter with
      app.greeting.Polite;
}
