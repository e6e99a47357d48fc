package lab.app;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.net.URI;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code lab reload}: a running node reads its files again. */
@Command(
    name = "reload",
    mixinStandardHelpOptions = true,
    description =
        "Has a running node read its files again; they count on every node of its cluster, or"
            + " nothing changes anywhere. Exit status 0 in force or unchanged, 1 refused.")
final class ReloadCommand implements Callable<Integer> {
  @Mixin private NodeUrl node = new NodeUrl();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    return print(spec.commandLine().getOut(), node.url(), node.running().reload());
  }

  /** Prints what a node answered; returns the exit status. */
  static int print(PrintWriter out, URI url, JsonObject answer) {
    String status = answer.getString("status", "refused");
    if (status.equals("refused")) {
      out.printf("%s refused: %s%n", url, answer.getString("because"));
      each(
          answer.getJsonArray("findings"),
          one ->
              out.printf(
                  "  %s:%d:%d: %s%n",
                  one.getString("file"),
                  one.getInteger("line"),
                  one.getInteger("column"),
                  one.getString("message")));
      return 1;
    }
    out.printf(
        "%s: %s, epoch %d, %s%n", url, status, answer.getLong("epoch"), answer.getString("hash"));
    JsonArray away = answer.getJsonArray("away", new JsonArray());
    if (!away.isEmpty()) {
      out.println("  did not answer, and take it when they are back: " + away.encode());
    }
    JsonArray restart = answer.getJsonArray("needs_restart", new JsonArray());
    if (!restart.isEmpty()) {
      out.println("  counts from the next start only: " + restart.encode());
    }
    return 0;
  }

  private static void each(@Nullable JsonArray array, Consumer<JsonObject> what) {
    for (int i = 0; array != null && i < array.size(); i++) {
      what.accept(array.getJsonObject(i));
    }
  }
}
