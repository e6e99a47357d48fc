package lab.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A file of a configuration, which people edit too: its rights are those of any new file. */
final class EditedFile {
  private EditedFile() {}

  /** Puts this text in its place, whole or not at all. Blocks. */
  static void write(Path target, String text) throws IOException {
    Path written = target.resolveSibling("." + target.getFileName() + ".new");
    Path unused = Files.writeString(written, text);
    unused = Files.move(written, target, StandardCopyOption.REPLACE_EXISTING);
  }
}
