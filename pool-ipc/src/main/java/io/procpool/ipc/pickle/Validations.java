package io.procpool.ipc.pickle;

import java.io.InvalidObjectException;
import java.io.ObjectInputValidation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What objects asked to check once the whole graph is read. */
final class Validations {

  private record Request(ObjectInputValidation validation, int priority) {}

  private final List<Request> requests = new ArrayList<>(0);

  void add(ObjectInputValidation validation, int priority) {
    requests.add(new Request(validation, priority));
  }

  /** Runs them, higher priorities first. */
  void run() throws InvalidObjectException {
    if (requests.isEmpty()) {
      return;
    }
    requests.sort(Comparator.comparingInt(Request::priority).reversed());
    for (Request request : requests) {
      request.validation().validateObject();
    }
  }

  void clear() {
    requests.clear();
  }
}
