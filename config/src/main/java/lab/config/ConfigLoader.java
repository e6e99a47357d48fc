package lab.config;

import java.nio.file.Path;
import java.util.Map;

/** Reads a configuration folder: all of it, all errors at once. */
public final class ConfigLoader {
  private ConfigLoader() {}

  /**
   * Loads and checks a folder.
   *
   * @param folder holds {@code providers.yaml} and its fellows
   * @param environment where {@code ${NAME}} and {@code os.environ/NAME} are looked up
   */
  public static Loading load(Path folder, Map<String, String> environment) {
    return new Loading.Unreadable(folder + " can not be read yet", java.util.List.of());
  }
}
