package lab.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A command that was run and is over.
 *
 * @param status of the process
 * @param out what it printed for programs
 * @param err what it printed for people
 */
record Ran(int status, String out, String err) {

  static Ran lab(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    return new Ran(status, out.toString(), err.toString());
  }

  /** A providers.yaml that asks nothing of the network. */
  static final String ONE_PROVIDER =
      """
      providers:
        one: {type: ollama, base_url: "http://127.0.0.1:9", status: active, models: [m]}
      health_checks: {enabled: false}
      """;

  /** A configuration folder with this as its providers.yaml. */
  static String folder(Path folder, String providers) throws IOException {
    Files.writeString(folder.resolve("providers.yaml"), providers);
    return folder.toString();
  }

  List<String> errLines() {
    return err.lines().toList();
  }
}
