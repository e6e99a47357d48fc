package lab.gateway.cache;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.List;
import lab.contract.Candidate;
import lab.contract.ModelName;
import lab.contract.ProviderName;
import lab.contract.Usage;

/** Kept answers for tests. */
final class Answers {
  static final long NOW = 1_700_000_000_000L;

  private Answers() {}

  static StoredAnswer stored(Duration keptFor, byte[]... pieces) {
    return new StoredAnswer(
        new Answer(true, false, List.of(pieces), new Usage(7, 3)),
        new Candidate(new ProviderName("good"), new ModelName("m"), "cache"),
        true,
        NOW,
        keptFor,
        Duration.ofMillis(1_500),
        Pace.of(0, 250));
  }

  static byte[] piece(String text) {
    return text.getBytes(UTF_8);
  }
}
