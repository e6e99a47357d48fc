package lab.config;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A file of a configuration that is there and can not be read; the message is for people. */
final class UnreadableFile extends IOException {
  private static final long serialVersionUID = 1;

  /**
   * @param file where it is
   * @param cause what came of reading it
   */
  UnreadableFile(Path file, IOException cause) {
    super(
        "%s can not be read: %s; it must be a file that whoever runs the node may read"
            .formatted(file, because(file, cause)),
        cause);
  }

  private static String because(Path file, IOException cause) {
    if (Files.isDirectory(file)) {
      return "it is a folder";
    }
    return switch (cause) {
      case NoSuchFileException gone ->
          Files.isSymbolicLink(file) ? "it is a link to nothing" : "it is gone";
      case AccessDeniedException denied ->
          "access is denied to the user " + System.getProperty("user.name");
      case FileSystemException other when other.getReason() != null -> other.getReason();
      default -> String.valueOf(cause.getMessage());
    };
  }
}
