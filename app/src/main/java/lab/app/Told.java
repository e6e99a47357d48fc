package lab.app;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** A failure of a command that its message explains: no trace is shown. */
final class Told extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;

  /**
   * @param status of the process, above 0
   * @param message names the thing, the value and the rule
   */
  Told(int status, String message) {
    super(message);
    this.status = status;
  }

  /** A file that can not be read or written, in words: most such failures name it and no more. */
  static Told of(IOException failure) {
    return new Told(
        1,
        switch (failure) {
          case NoSuchFileException gone -> gone.getFile() + " is not there";
          case AccessDeniedException denied ->
              "%s can not be used: access is denied to the user %s"
                  .formatted(denied.getFile(), System.getProperty("user.name"));
          case FileSystemException other when other.getReason() != null ->
              other.getFile() + " can not be used: " + other.getReason();
          // Its message is the file's name alone.
          case FileSystemException nameless -> nameless.toString();
          default -> failure.getMessage() == null ? failure.toString() : failure.getMessage();
        });
  }

  int status() {
    return status;
  }
}
