package lab.bench.load;

import java.nio.file.Path;
import java.util.List;

/** Calls that are answered whole: what each costs, beside nginx and the upstream itself. */
final class Requests {
  private final Path lab;
  private final int rounds;
  private final int seconds;

  Requests(Path lab, int rounds, int seconds) {
    this.lab = lab;
    this.rounds = rounds;
    this.seconds = seconds;
  }

  /** A whole call of 1 KB, and one with a prompt of 20 KB. */
  void run() throws Exception {
    try (Setup setup = new Setup(lab, 1, 1, List.of(), List.of())) {
      Path small = Wrk.script(setup.folder(), "small", Chat.body("bench", 900, false));
      Path spliced = Wrk.script(setup.folder(), "spliced", Chat.body("bench-spliced", 900, false));
      Path large = Wrk.script(setup.folder(), "large", Chat.body("bench", 20_000, false));
      alternate("1 KB chat, not streamed, 32 connections", setup, small, 32);
      alternate("1 KB chat, the model's name spliced, 32 connections", setup, spliced, 32);
      alternate("20 KB prompt, 32 connections", setup, large, 32);
      alternate("1 KB chat, 1 connection", setup, small, 1);
    }
  }

  private void alternate(String title, Setup setup, Path script, int connections) throws Exception {
    Alternation all = new Alternation(rounds, seconds);
    all.add("direct", setup.upstreamPort(), setup.upstream());
    all.add("nginx", setup.nginxPort(), setup.nginx());
    all.add("node", setup.nodePort(), setup.node());
    all.run(title, "nginx", script, connections);
  }
}
