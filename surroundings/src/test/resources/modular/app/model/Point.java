package app.model;

/** A record, which java.io would not help with. */
public record Point(int x, int y) {}
