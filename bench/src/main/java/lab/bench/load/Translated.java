package lab.bench.load;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Clients of one format and providers of another: what a chunk costs beside nginx, which passes the
 * provider's bytes, and a request with a long prompt beside one that passes as it is.
 */
final class Translated {
  private static final List<Wire> PROVIDERS = List.of(Wire.OPENAI, Wire.OLLAMA, Wire.ANTHROPIC);

  private final Path lab;
  private final int rounds;
  private final int seconds;

  Translated(Path lab, int rounds, int seconds) {
    this.lab = lab;
    this.rounds = rounds;
    this.seconds = seconds;
  }

  void run() throws Exception {
    streams(400, 100, 20);
    prompts();
  }

  /** Requests alone. */
  void prompts() throws Exception {
    requests(20_000, 32);
  }

  private void streams(int streams, int chunks, int gap) throws Exception {
    try (Setup setup = new Setup(lab, chunks, gap, List.of(), List.of())) {
      StreamAlternation all = new StreamAlternation(rounds, streams);
      for (Wire provider : PROVIDERS) {
        String nginx = "nginx, " + name(provider);
        all.add(
            nginx,
            nginx,
            setup.nginx(),
            setup.nginxPort(),
            provider.path(),
            provider.asks(provider.model(), 100, true));
        for (Wire client : Wire.values()) {
          if (client != provider) {
            all.add(
                name(client) + " from " + name(provider),
                nginx,
                setup.node(),
                setup.nodePort(),
                client.path(),
                client.asks(provider.model(), 100, true));
          }
        }
      }
      all.run(
          "Translated streams: %d at once, %d chunks each, one every %d ms"
              .formatted(streams, chunks, gap));
    }
  }

  private void requests(int promptBytes, int connections) throws Exception {
    try (Setup setup = new Setup(lab, 1, 1, List.of(), List.of())) {
      Alternation all = new Alternation(rounds, seconds);
      String passed = name(Wire.OPENAI) + " to " + name(Wire.OPENAI);
      for (Wire client : Wire.values()) {
        for (Wire provider : PROVIDERS) {
          String name = name(client) + " to " + name(provider);
          String body = client.asks(provider.model(), promptBytes, false);
          Path script = Wrk.script(setup.folder(), name.replace(' ', '-'), client.path(), body);
          all.add(name, setup.nodePort(), setup.node(), script);
        }
      }
      all.run(
          "%d KB prompt, translated, %d connections".formatted(promptBytes / 1_000, connections),
          passed,
          connections);
    }
  }

  private static String name(Wire wire) {
    return wire.name().toLowerCase(Locale.ROOT);
  }
}
