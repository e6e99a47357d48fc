package lab.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** A short digest of a configuration's files, by which nodes see whether they have the same. */
final class FilesDigest {
  /** Of the digest's bytes; enough to tell configurations apart, short enough to read out. */
  private static final int SHOWN_BYTES = 6;

  private FilesDigest() {}

  /** The digest of the names and contents of a folder's YAML files, in hexadecimal digits. */
  static String of(Path folder) {
    try (var files = Files.list(folder)) {
      List<Path> sorted = files.filter(FilesDigest::isYaml).sorted().toList();
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Path file : sorted) {
        digest.update(file.getFileName().toString().getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        digest.update(Files.readAllBytes(file));
      }
      return HexFormat.of().formatHex(digest.digest(), 0, SHOWN_BYTES);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static boolean isYaml(Path file) {
    return file.toString().endsWith(".yaml") && Files.isRegularFile(file);
  }
}
