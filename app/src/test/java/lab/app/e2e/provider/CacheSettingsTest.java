package lab.app.e2e.provider;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import lab.testkit.answers.Answers;
import lab.testkit.script.Exchange;
import lab.testkit.script.Gate;
import lab.testkit.wire.Flavour;
import lab.testkit.wire.Said;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an operator's {@code cache_params} do, each in a node of its own. */
@Timeout(60)
class CacheSettingsTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void callsThatAreNotListedAreNotLookedUp() throws Exception {
    // Given
    CacheLab cached = CacheLab.start(folder, "supported_call_types: [embedding]");
    try (Lab lab = cached.lab()) {
      // When
      Answer chat = cached.question("m").ask("");

      // Then
      assertThat(chat.status()).isEqualTo(200);
      assertThat(chat.header("x-lab-cache")).isEqualTo("BYPASS");
      assertThat(lab.port()).isPositive();
    }
  }

  @Test
  void theNamespaceOfTheConfigurationIsThatOfAllWhoSayNone() throws Exception {
    // Given
    CacheLab cached = CacheLab.start(folder, "namespace: team");
    try (Lab lab = cached.lab()) {
      CacheLab.Question question = cached.question("m");

      // When
      Answer usual = question.ask("");
      Answer other = question.ask(",\"cache\":{\"namespace\":\"mine\"}");

      // Then
      assertThat(usual.header("x-litellm-cache-key")).startsWith("team:");
      assertThat(other.header("x-litellm-cache-key")).startsWith("mine:");
      assertThat(other.header("x-lab-cache")).isEqualTo("MISS");
      assertThat(lab.provider("good").requests()).hasSize(2);
    }
  }

  @Test
  void anAnswerOfAnotherModelThanTheFirstIsKeptForAMinuteAndOthersForTheTtl() throws Exception {
    // Given
    CacheLab cached = CacheLab.start(folder, "ttl: 2h");
    try (Lab lab = cached.lab()) {
      // When
      assertThat(cached.question("pair").ask("").header("x-lab-model")).isEqualTo("other");
      long fallback = averageTtl(lab);
      assertThat(cached.question("m").ask("").status()).isEqualTo(200);
      long both = averageTtl(lab);

      // Then
      assertThat(fallback).isEqualTo(60);
      assertThat(both).isEqualTo((60 + 7_200) / 2);
    }
  }

  private static long averageTtl(Lab lab) throws Exception {
    try (Client operator = lab.client()) {
      return operator.get("/admin/cache").answer().json().getLong("average_ttl_seconds");
    }
  }

  @Test
  void withPacedReplayStreamsComeAsTheyOnceDidUnlessTheirClientsWantThemAtOnce() throws Exception {
    // Given
    CacheLab cached = CacheLab.start(folder, "replay: paced");
    try (Lab lab = cached.lab()) {
      CacheLab.Question question = cached.question("m");
      Duration pause = Duration.ofSeconds(1);
      var unused = lab.script("good", CacheLab.stream(pause));
      Answer first = question.ask(",\"stream\":true");

      // When
      Instant begun = Instant.now();
      Answer atOnce = question.ask(",\"stream\":true,\"cache\":{\"replay\":\"at_once\"}");
      Instant between = Instant.now();
      Answer paced = question.ask(",\"stream\":true");
      Instant end = Instant.now();

      // Then
      assertThat(atOnce.events()).isEqualTo(first.events()).isEqualTo(paced.events());
      assertThat(atOnce.header("x-lab-cache")).isEqualTo("HIT");
      assertThat(Duration.between(begun, between)).isLessThan(pause);
      assertThat(Duration.between(between, end)).isGreaterThan(pause);
    }
  }

  @Test
  void withoutSingleFlightEachRequestAsksAtOnce() throws Exception {
    // Given: one that waits for its provider
    CacheLab cached = CacheLab.start(folder, "single_flight: off");
    try (Lab lab = cached.lab()) {
      CacheLab.Question question = cached.question("m");
      Gate gate = new Gate();
      Future<Exchange> upstream =
          lab.script("good", CacheLab.stream(gate), Answers.chat(Flavour.OPENAI, "m", SAID));
      Client first = lab.client().chat(question.with(",\"stream\":true"));
      var unused = upstream.await(5, SECONDS);

      // When
      Answer second = question.ask("");

      // Then
      assertThat(second.header("x-lab-cache")).isEqualTo("MISS");
      assertThat(second.said()).isEqualTo("meanwhile");
      gate.open();
      assertThat(first.answer().status()).isEqualTo(200);
      first.close();
    }
  }

  private static final Said SAID = Said.words("meanwhile");
}
