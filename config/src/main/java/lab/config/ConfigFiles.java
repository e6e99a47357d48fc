package lab.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The files of one configuration, by their names within its folder: read from there, or texts that
 * were read before. Each is read once, so that what is checked is what is kept. One thread.
 */
public final class ConfigFiles {
  private final @Nullable Path folder;
  private final Map<String, String> texts = new TreeMap<>();

  private ConfigFiles(@Nullable Path folder) {
    this.folder = folder;
  }

  /** Those of a folder, as they are when each is read. */
  public static ConfigFiles in(Path folder) {
    return new ConfigFiles(folder);
  }

  /** Texts by name. */
  public static ConfigFiles of(Map<String, String> texts) {
    ConfigFiles files = new ConfigFiles(null);
    files.texts.putAll(texts);
    return files;
  }

  /** What has been read so far, by name; of texts all of them. */
  public Map<String, String> texts() {
    return Collections.unmodifiableMap(new TreeMap<>(texts));
  }

  /** Where they are, or null for texts. */
  @Nullable Path folder() {
    return folder;
  }

  /** Whether it is there; a link to nothing is there too, and can not be read. */
  boolean has(String file) {
    return texts.containsKey(file)
        || (folder != null && Files.exists(folder.resolve(file), LinkOption.NOFOLLOW_LINKS));
  }

  boolean isFile(String file) {
    return texts.containsKey(file) || (folder != null && Files.isRegularFile(folder.resolve(file)));
  }

  /**
   * Bytes of a file.
   *
   * @throws UnreadableFile where it is there and can not be read
   */
  long size(String file) throws UnreadableFile {
    if (folder == null || texts.containsKey(file)) {
      return 0;
    }
    Path path = folder.resolve(file);
    try {
      return Files.size(path);
    } catch (IOException unreadable) {
      throw new UnreadableFile(path, unreadable);
    }
  }

  /** For people: where they are. */
  @Override
  public String toString() {
    return folder == null ? "the files" : folder.toString();
  }

  /**
   * A file's text.
   *
   * @throws CharacterCodingException where it is not UTF-8
   * @throws UnreadableFile where it is there and can not be read
   */
  String read(String file) throws CharacterCodingException, UnreadableFile {
    String known = texts.get(file);
    if (known != null || folder == null) {
      return known == null ? "" : known;
    }
    String text = read(folder.resolve(file));
    texts.put(file, text);
    return text;
  }

  private static String read(Path file) throws CharacterCodingException, UnreadableFile {
    try {
      return Files.readString(file);
    } catch (CharacterCodingException bad) {
      throw bad;
    } catch (IOException unreadable) {
      throw new UnreadableFile(file, unreadable);
    }
  }
}
