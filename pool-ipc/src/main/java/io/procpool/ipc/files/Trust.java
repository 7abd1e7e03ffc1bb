package io.procpool.ipc.files;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;

/** Whether what a file says can be believed. */
public final class Trust {

  private static final boolean UNIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("unix");

  private static final int OTHERS_WRITE = 0022;
  private static final String ROOT = "0";

  private Trust() {}

  /**
   * Whether only this user or root can write a file or directory; not if it is a link or not there.
   * Says nothing of the directories above.
   */
  public static boolean isOnlyOurs(Path path) {
    try {
      if (!UNIX) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
      }
      Map<String, Object> attributes =
          Files.readAttributes(path, "unix:isSymbolicLink,uid,mode", LinkOption.NOFOLLOW_LINKS);
      String owner = String.valueOf(attributes.get("uid"));
      return Boolean.FALSE.equals(attributes.get("isSymbolicLink"))
          && (owner.equals(ROOT) || owner.equals(User.id()))
          && attributes.get("mode") instanceof Integer mode
          && (mode & OTHERS_WRITE) == 0;
    } catch (IOException e) {
      return false; // nothing is known of it
    }
  }
}
