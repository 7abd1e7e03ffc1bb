package io.procpool.ipc.memory;

import io.procpool.ipc.exit.ExitActions;
import io.procpool.ipc.files.OwnerOnly;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * This process's directory in one place. It is made with the first file in it, after removing what
 * dead processes of this user left in that place. When this process exits, the files are removed
 * after its children have ended, and then by the JDK the directories. Other processes may have
 * files in it, too, and see to them. Any thread may call.
 */
final class SegmentHome {

  /** A directory can vanish between two steps this often before it is a failure. */
  private static final int MAX_TRIES = 100;

  private final Path place;
  private final UserDirectory user;
  private final Path path;
  private boolean swept;
  private int files;
  private ExitActions.@Nullable Added atExit;

  SegmentHome(Path place) throws IOException {
    this.place = place;
    user = new UserDirectory(place);
    path = user.homeOf(ProcessIdentity.current());
  }

  /** Where it is. The directory may not exist now. */
  Path path() {
    return path;
  }

  /**
   * Makes a file in it; {@link #removed} says that it has gone.
   *
   * @param making leaves nothing behind when it fails
   * @throws IOException what making threw, or if the directory cannot be made or is another's
   */
  <T> T make(String name, Making<T> making) throws IOException {
    boolean made = false;
    expect();
    try {
      T file = makeInDirectory(path.resolve(name), making);
      made = true;
      return file;
    } finally {
      if (!made) {
        removed();
      }
    }
  }

  /** A file of this process has gone. */
  synchronized void removed() {
    files--;
    if (files == 0) {
      forgetExit();
    }
  }

  /** Removes what dead processes left in this place. */
  void sweep() throws IOException {
    user.sweep();
    user.removeIfEmpty();
  }

  /** The homes of living processes in this place, this one included. */
  List<Path> living() throws IOException {
    return user.livingHomes();
  }

  /** Removes it with all files; those mapped stay usable. */
  synchronized void remove() throws IOException {
    user.removeHome(path);
    user.removeIfEmpty();
  }

  private void removeAtExit() {
    try {
      remove();
    } catch (IOException e) {
      return; // left to a later program's sweep
    }
  }

  private synchronized void expect() {
    files++;
    if (atExit == null) {
      prepareExit();
    }
  }

  private <T> T makeInDirectory(Path file, Making<T> making) throws IOException {
    for (int i = 0; ; i++) {
      makeDirectory();
      try {
        return making.of(file);
      } catch (NoSuchFileException e) {
        if (i == MAX_TRIES) {
          throw e;
        } // else: somebody who cleans up removed the empty directory in between
      }
    }
  }

  private synchronized void makeDirectory() throws IOException {
    for (int i = 0; !isThere(); i++) {
      try {
        user.make();
        Files.createDirectory(path, OwnerOnly.directory());
        user.path().toFile().deleteOnExit(); // after the other, which is registered after it
        path.toFile().deleteOnExit();
      } catch (FileAlreadyExistsException e) {
        if (!isThere()) {
          throw e; // not this user's alone; else another one of the same place has made it
        }
      } catch (NoSuchFileException e) {
        if (i == MAX_TRIES || !Files.isDirectory(place)) {
          throw e;
        } // else: another process that ended removed the empty directory in between
      }
    }
    if (!swept) {
      user.sweep();
      swept = true;
    }
  }

  /** Looked at each time: who cleans up a place may make room for another user's directory. */
  private boolean isThere() throws IOException {
    return user.isOurs() && Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
  }

  private void prepareExit() {
    try {
      atExit = ExitActions.add(ExitActions.Stage.FILES, this::removeAtExit);
    } catch (IllegalStateException exits) {
      return; // what is made now is a later program's to remove
    }
  }

  private void forgetExit() {
    if (atExit != null) {
      atExit.remove();
      atExit = null;
    }
  }

  /** Makes a file, by its path. */
  interface Making<T> {
    T of(Path path) throws IOException;
  }
}
