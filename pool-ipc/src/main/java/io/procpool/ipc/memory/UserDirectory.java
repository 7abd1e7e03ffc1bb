package io.procpool.ipc.memory;

import io.procpool.ipc.files.PrivateDirectory;
import io.procpool.ipc.files.User;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The directory that all processes of one user share in one place, with one home for each process.
 * Where somebody else has taken its name it cannot be made, and is as if it were not there.
 *
 * <p>A home's name holds its process's pid and start time, so whether its process is gone can be
 * told by anyone at any time, and a process that starts at this moment is never taken for a dead
 * one. Where the pid counts in a namespace of its own, that is in the name too: only those who see
 * the same processes look for the dead among them.
 */
final class UserDirectory {

  private static final Pattern HOME =
      Pattern.compile("(\\d{1,7})-(\\d{1,13})" + PidNamespace.suffix());

  /** Segments, keys and sockets; a socket is made in a directory of its own, as "s". */
  private static final Pattern FILE =
      Pattern.compile("[A-Za-z0-9]+[-=][A-Za-z0-9._-]+|\\.\\d+|s|old");

  private final PrivateDirectory directory;

  /**
   * Names it; makes nothing.
   *
   * @throws IOException if it cannot be told who this user is
   */
  UserDirectory(Path root) throws IOException {
    directory = new PrivateDirectory(root.resolve("procpool-" + User.id()));
  }

  Path path() {
    return directory.path();
  }

  Path homeOf(ProcessIdentity process) {
    return path().resolve(process.pid() + "-" + process.start() + PidNamespace.suffix());
  }

  /**
   * Makes the directory if it is not there.
   *
   * @throws java.nio.file.FileAlreadyExistsException if it is there but not this user's alone
   */
  void make() throws IOException {
    directory.make();
  }

  /** Whether it is there and this user's alone. */
  boolean isOurs() throws IOException {
    return directory.isOurs();
  }

  /** Removes the homes of dead processes. Other processes may do the same at the same time. */
  void sweep() throws IOException {
    for (String name : directory.names()) {
      if (processOf(name).filter(process -> !process.isAlive()).isPresent()) {
        removeHome(name);
      }
    }
  }

  /** The homes of living processes. */
  List<Path> livingHomes() throws IOException {
    return directory.names().stream()
        .filter(name -> processOf(name).filter(ProcessIdentity::isAlive).isPresent())
        .map(path()::resolve)
        .toList();
  }

  /** Removes a home with its files; what its process makes right now is a later sweep's job. */
  void removeHome(Path home) throws IOException {
    removeHome(home.getFileName().toString());
  }

  /** Removes the directory itself when no process has a home in it. */
  void removeIfEmpty() throws IOException {
    directory.deleteIfEmpty();
  }

  private void removeHome(String name) throws IOException {
    directory.deleteDirectory(name, file -> FILE.matcher(file).matches());
  }

  private static Optional<ProcessIdentity> processOf(String home) {
    Matcher name = HOME.matcher(home);
    return name.matches()
        ? ProcessIdentity.of(Long.parseLong(name.group(1)), Long.parseLong(name.group(2)))
        : Optional.empty();
  }
}
