package lab.contract;

/**
 * A place in a configuration file.
 *
 * @param file the file's name inside the configuration folder
 * @param line from 1
 * @param column from 1
 */
public record SourceRef(String file, int line, int column) {
  /** What no file says: a default of the program. */
  public static final SourceRef BUILT_IN = new SourceRef("built-in", 1, 1);

  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}
