package lab.app;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import lab.contract.Reload;

/** A short digest of a configuration, by which nodes see whether they have the same. */
final class FilesDigest {
  /** Of the digest's bytes; enough to tell configurations apart, short enough to read out. */
  private static final int SHOWN_BYTES = 6;

  private FilesDigest() {}

  /** The digest of files and of what operators said of providers. */
  static String of(Reload.Content content) {
    return of(content.files(), content.statuses());
  }

  /**
   * The digest, in hexadecimal digits; empty where there are no files.
   *
   * @param files texts by name
   * @param statuses what operators said of providers, by name
   */
  static String of(Map<String, String> files, Map<String, String> statuses) {
    if (files.isEmpty()) {
      return "";
    }
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      add(digest, files);
      add(digest, statuses);
      return HexFormat.of().formatHex(digest.digest(), 0, SHOWN_BYTES);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static void add(MessageDigest digest, Map<String, String> texts) {
    new TreeMap<>(texts)
        .forEach(
            (name, text) -> {
              digest.update(name.getBytes(StandardCharsets.UTF_8));
              digest.update((byte) 0);
              digest.update(text.getBytes(StandardCharsets.UTF_8));
              digest.update((byte) 0);
            });
    digest.update((byte) 1);
  }
}
