package lab.dialect.form;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The parameters of a header's value: {@code form-data; name="file"; filename="a;b.wav"}. */
final class Parameters {
  private final String value;
  private final Map<String, String> found = new HashMap<>();
  private int at;

  private Parameters(String value) {
    this.value = value;
  }

  /** By lower-case name; of one that is given twice the first counts. */
  static Map<String, String> of(String value) {
    Parameters parameters = new Parameters(value);
    parameters.read();
    return parameters.found;
  }

  private void read() {
    for (at = value.indexOf(';'); at >= 0; at = value.indexOf(';', at)) {
      at++;
      int equals = value.indexOf('=', at);
      int end = value.indexOf(';', at);
      if (equals < 0) {
        return;
      }
      if (end < 0 || equals < end) {
        String name = value.substring(at, equals).strip().toLowerCase(Locale.ROOT);
        at = equals + 1;
        found.putIfAbsent(name, one());
      }
    }
  }

  /** A word, or a text in quotes, in which a backslash keeps what follows it. */
  private String one() {
    while (at < value.length() && value.charAt(at) == ' ') {
      at++;
    }
    if (at < value.length() && value.charAt(at) == '"') {
      return quoted();
    }
    int end = value.indexOf(';', at);
    end = end < 0 ? value.length() : end;
    String word = value.substring(at, end).strip();
    at = end;
    return word;
  }

  private String quoted() {
    StringBuilder text = new StringBuilder();
    for (at++; at < value.length() && value.charAt(at) != '"'; at++) {
      if (value.charAt(at) == '\\' && at + 1 < value.length()) {
        at++;
      }
      text.append(value.charAt(at));
    }
    return text.toString();
  }
}
