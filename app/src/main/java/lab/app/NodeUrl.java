package lab.app;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which running node a command asks, and by which key. */
final class NodeUrl {
  @Option(
      names = "--url",
      paramLabel = "URL",
      defaultValue = "${LAB_URL:-http://localhost:4000}",
      description = "the node that is asked (LAB_URL; default: ${DEFAULT-VALUE})")
  private URI url = URI.create("http://localhost:4000");

  /** No option: what stands in a command line is seen by everybody. */
  private final @Nullable String key = System.getenv("LITELLM_MASTER_KEY");

  URI url() {
    return url;
  }

  /** The node, asked with the master key of the environment where there is one. */
  RunningNode running() {
    return new RunningNode(url, key);
  }
}
