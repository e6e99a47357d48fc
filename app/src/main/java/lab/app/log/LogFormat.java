package lab.app.log;

import java.util.Locale;

/** How lines of the log look. */
public enum LogFormat {
  /** For people. */
  TEXT,
  /** One JSON object a line. */
  JSON;

  /** Read by {@code logback.xml}, which names the file of each format by it. */
  private static final String PROPERTY = "lab.log.format";

  /** Lines look so from now on. To be called before the first of them: Logback looks once. */
  public void choose() {
    var unused = System.setProperty(PROPERTY, name().toLowerCase(Locale.ROOT));
  }
}
