package lab.bench.load;

import java.nio.file.Path;
import java.util.List;

/** Streams: what a chunk costs, and how long it is on its way. */
final class Streams {
  private static final String NDJSON = "nginx, NDJSON";

  private final Path lab;
  private final int rounds;

  Streams(Path lab, int rounds) {
    this.lab = lab;
    this.rounds = rounds;
  }

  void run() throws Exception {
    int streams = 400;
    int chunks = 200;
    int gap = 25;
    try (Setup setup = new Setup(lab, chunks, gap, List.of(), List.of())) {
      StreamAlternation all = new StreamAlternation(rounds, streams);
      String chat = "/v1/chat/completions";
      String plain = Chat.body("bench", 100, true);
      all.add("direct", "nginx", setup.upstream(), setup.upstreamPort(), chat, plain);
      all.add("nginx", "nginx", setup.nginx(), setup.nginxPort(), chat, plain);
      all.add("node, as it is", "nginx", setup.node(), setup.nodePort(), chat, plain);
      all.add(
          "node, name spliced",
          "nginx",
          setup.node(),
          setup.nodePort(),
          chat,
          Chat.body("bench-spliced", 100, true));
      all.add(NDJSON, NDJSON, setup.nginx(), setup.nginxPort(), Wire.OLLAMA.path(), plain);
      all.add(
          "node, from NDJSON",
          NDJSON,
          setup.node(),
          setup.nodePort(),
          chat,
          Chat.body("bench-ollama", 100, true));
      all.run(
          "Streams: %d at once, %d chunks each, one every %d ms".formatted(streams, chunks, gap));
    }
  }
}
