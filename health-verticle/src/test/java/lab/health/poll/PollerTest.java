package lab.health.poll;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import lab.config.Credentials;
import lab.config.HealthChecks;
import lab.config.Provider;
import lab.config.ProviderStatus;
import lab.config.ProviderType;
import lab.contract.FailureKind;
import lab.contract.NodeId;
import lab.contract.ProbeReport;
import lab.contract.ProbeReport.Finding;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Who is polled, how often, and what is said of it. */
class PollerTest {
  private final Polling polling = new Polling();

  @AfterEach
  void close() {
    polling.close();
  }

  @Test
  void theFirstPollIsMadeAtOnceAndTellsTheNames() throws Exception {
    // Given
    String base = polling.serve(request -> request.response().end(Polling.LIST));

    // When
    polling.poll(Polling.once(), Providers.of(ProviderType.OPENAI, base));

    // Then
    assertThat(polling.next().finding()).isEqualTo(Polling.UP);
  }

  @Test
  void aServerThatLoadsAModelIsDownUntilItHasLoadedIt() throws Exception {
    // Given
    AtomicInteger asked = new AtomicInteger();
    String loading =
        "{\"error\":{\"code\":503,\"message\":\"Loading model\",\"type\":\"unavailable_error\"}}";
    String base =
        polling.serve(
            request -> {
              boolean ready = asked.incrementAndGet() > 1;
              request
                  .response()
                  .setStatusCode(ready ? 200 : 503)
                  .end(ready ? Polling.LIST : loading);
            });

    // When
    polling.poll(
        Providers.checks(ofMillis(20), ofSeconds(5), 1),
        Providers.of(ProviderType.LLAMA_CPP, base));

    // Then
    assertThat(polling.next().finding())
        .isEqualTo(new Finding.Down(FailureKind.LOADING, "answered 503"));
    assertThat(polling.next().finding()).isEqualTo(Polling.UP);
  }

  @Test
  void oneBadAnswerIsNotDown() throws Exception {
    // Given
    AtomicInteger asked = new AtomicInteger();
    String base =
        polling.serve(
            request -> {
              if (asked.incrementAndGet() < 3) {
                request.connection().close();
              } else {
                request.response().end(Polling.LIST);
              }
            });

    // When
    polling.poll(
        Providers.checks(Polling.FAR, ofMillis(500), 3), Providers.of(ProviderType.OPENAI, base));

    // Then
    assertThat(polling.next().finding()).isEqualTo(Polling.UP);
  }

  @Test
  void aRefusedKeyIsDownWithoutFurtherTries() throws Exception {
    // Given
    AtomicInteger asked = new AtomicInteger();
    String base =
        polling.serve(
            request -> {
              asked.incrementAndGet();
              request.response().setStatusCode(401).end("bad key sk-secret");
            });

    // When
    polling.poll(
        Providers.checks(Polling.FAR, ofSeconds(5), 3), Providers.of(ProviderType.OPENAI, base));

    // Then
    assertThat(polling.next().finding())
        .isEqualTo(new Finding.Down(FailureKind.AUTH, "answered 401"));
    assertThat(asked).hasValue(1);
  }

  @Test
  void whoMayNotBeRoutedToIsNotPolled() {
    // Given
    String base = "http://127.0.0.1:1";
    HealthChecks off = new HealthChecks(false, Polling.FAR, ofSeconds(1), 1);
    Provider active = Providers.of(ProviderType.OLLAMA, base);
    Credentials none = new Credentials.NotNeeded();
    Provider disabled =
        Providers.of(ProviderType.OLLAMA, base, null, ProviderStatus.DISABLED, none);
    Provider withoutKey =
        Providers.of(
            ProviderType.OPENAI, base, null, ProviderStatus.ACTIVE, new Credentials.Missing("K"));

    // When
    List<Boolean> polled =
        List.of(
            Poller.polls(active, Polling.once()),
            Poller.polls(active, off),
            Poller.polls(disabled, Polling.once()),
            Poller.polls(withoutKey, Polling.once()));

    // Then
    assertThat(polled).containsExactly(true, false, false, false);
  }

  @Test
  void aReportSaysWhoPolledAndSinceWhenItIsSo() throws Exception {
    // Given
    AtomicInteger asked = new AtomicInteger();
    String base =
        polling.serve(
            request -> {
              boolean up = asked.incrementAndGet() != 3;
              request.response().setStatusCode(up ? 200 : 500).end(Polling.LIST);
            });

    // When
    polling.poll(
        Providers.checks(ofMillis(10), ofSeconds(5), 1), Providers.of(ProviderType.OPENAI, base));
    List<ProbeReport> reports =
        List.of(polling.next(), polling.next(), polling.next(), polling.next());

    // Then
    assertThat(reports).extracting(ProbeReport::by).containsOnly(Polling.SELF);
    assertThat(reports.get(0).since()).isEqualTo(reports.get(0).at());
    assertThat(reports.get(1).since()).isEqualTo(reports.get(0).at());
    assertThat(reports.get(2).since()).isEqualTo(reports.get(2).at());
    assertThat(reports.get(3).since()).isEqualTo(reports.get(3).at());
  }

  @Test
  void whoTakesPollingOverGoesOnWhereTheOtherEnded() throws Exception {
    // Given
    Provider provider = Providers.of(ProviderType.OPENAI, "http://127.0.0.1:1");
    Instant longAgo = Instant.parse("2026-01-02T03:04:05Z");
    Finding down = new Finding.Down(FailureKind.TIMEOUT, "no answer");
    ProbeReport before =
        new ProbeReport(provider.name(), down, longAgo, new NodeId("other"), longAgo);

    // When
    polling.poll(Polling.once(), provider, before);

    // Then
    ProbeReport report = polling.next();
    assertThat(report.finding()).isEqualTo(new Finding.Down(FailureKind.SERVER, "no connection"));
    assertThat(report.since()).isEqualTo(longAgo);
    assertThat(report.by()).isEqualTo(Polling.SELF);
  }

  @Test
  void creditsThatRunLowAreWarnedOfOnce() throws Exception {
    // Given
    Logger logger = (Logger) LoggerFactory.getLogger(Poller.class);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    logger.addAppender(lines);
    AtomicInteger asked = new AtomicInteger();
    String base =
        polling.serve(
            request -> {
              boolean key = "/v1/key".equals(request.path());
              double credits = 2 - asked.addAndGet(key ? 1 : 0) * 0.6;
              request
                  .response()
                  .end(key ? "{\"data\":{\"limit_remaining\":" + credits + "}}" : Polling.LIST);
            });

    // When: 1.4, 0.8 and 0.2 are left
    polling.poll(
        Providers.checks(ofMillis(10), ofSeconds(5), 1),
        Providers.of(ProviderType.OPENROUTER, base));
    for (int report = 0; report < 3; report++) {
      polling.next();
    }
    logger.detachAppender(lines);

    // Then
    assertThat(List.copyOf(lines.list).stream().map(ILoggingEvent::getMessage).limit(2))
        .containsExactly("provider is up", "credits run low");
    assertThat(lines.list.stream().filter(line -> line.getMessage().startsWith("credits")))
        .hasSize(1);
  }

  @Test
  void aChangeOfStateIsLoggedAndNothingElse() throws Exception {
    // Given
    Logger logger = (Logger) LoggerFactory.getLogger(Poller.class);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    logger.addAppender(lines);
    AtomicInteger asked = new AtomicInteger();
    String base =
        polling.serve(
            request -> {
              boolean up = asked.incrementAndGet() % 6 > 2;
              request.response().setStatusCode(up ? 200 : 500).end(Polling.LIST);
            });

    // When
    polling.poll(
        Providers.checks(ofMillis(10), ofSeconds(5), 1), Providers.of(ProviderType.OPENAI, base));
    for (int report = 0; report < 9; report++) {
      polling.next();
    }
    logger.detachAppender(lines);

    // Then
    assertThat(List.copyOf(lines.list).stream().map(ILoggingEvent::getMessage).limit(3))
        .containsExactly("provider is down", "provider is up", "provider is down");
  }

  @Test
  void whoIsDownIsPolledAgainSoon() {
    // Given
    Finding down = new Finding.Down(FailureKind.SERVER, "no connection");

    // When
    Map<String, Duration> pauses =
        Map.of(
            "up", Poller.pauseAfter(Polling.UP, ofSeconds(60), 1),
            "strayed", Poller.pauseAfter(Polling.UP, ofSeconds(60), 1.1),
            "down", Poller.pauseAfter(down, ofSeconds(60), 1),
            "down, short interval", Poller.pauseAfter(down, ofSeconds(2), 1));

    // Then
    assertThat(pauses)
        .containsEntry("up", ofSeconds(60))
        .containsEntry("strayed", ofSeconds(66))
        .containsEntry("down", ofSeconds(5))
        .containsEntry("down, short interval", ofSeconds(2));
  }
}
