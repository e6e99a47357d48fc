package lab.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lab.config.AlertSettings.Form;
import lab.config.AlertSettings.Webhook;
import lab.contract.Standing.Alert.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlertsReadingTest {
  private static final String PLANTED = "https://hooks.example.org/services/planted";

  private final Folder folder;

  AlertsReadingTest(@TempDir Path directory) {
    folder = new Folder(directory).providers(Folder.ONE_PROVIDER);
  }

  private void alerts(String fields) {
    folder.gateway("alert_settings: {" + fields + "}");
  }

  @Test
  void thereAreAlertsAndNobodyIsToldUnlessAFileSaysSo() {
    assertThat(folder.valid().settings().alerts()).isEqualTo(AlertSettings.DEFAULT);
  }

  @Test
  void thresholdsAreReadAndMayBeOff() {
    // Given
    alerts(
        "circuit_after: off, latency_p95: 4s, error_rate: 0.2, least_requests: 5,"
            + " resolve_after: 30s");

    // Then
    assertThat(folder.valid().settings().alerts())
        .isEqualTo(
            new AlertSettings(
                true, null, Duration.ofSeconds(4), 0.2, 5, Duration.ofSeconds(30), List.of()));
  }

  @Test
  void webhooksHaveAFormAnAddressAndWhatTheyAreToldOf() {
    // Given
    alerts(
        """
        webhooks: {
          chat: {type: slack, url: '${HOOK}', kinds: [credits, AUTH]},
          duty: {type: pagerduty, routing_key: '${DUTY_KEY}'},
          own: {type: json, url: 'http://127.0.0.1:9/alerts'}}
        """);

    // When
    List<Webhook> read =
        folder
            .valid(Map.of("HOOK", PLANTED, "DUTY_KEY", "planted-key"))
            .settings()
            .alerts()
            .webhooks();

    // Then
    assertThat(read)
        .containsExactly(
            new Webhook(
                "chat", Form.SLACK, new Secret(PLANTED), null, Set.of(Kind.CREDITS, Kind.AUTH)),
            new Webhook(
                "duty",
                Form.PAGERDUTY,
                new Secret("https://events.pagerduty.com/v2/enqueue"),
                new Secret("planted-key"),
                Set.of(Kind.values())),
            new Webhook(
                "own",
                Form.JSON,
                new Secret("http://127.0.0.1:9/alerts"),
                null,
                Set.of(Kind.values())));
    assertThat(read.toString()).doesNotContain("planted", "127.0.0.1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{type: smoke, url: 'https://h/planted'}|type",
        "{url: 'https://h/planted'}|type",
        "{type: slack}|url",
        "{type: slack, url: '${NOT_SET}'}|url",
        "{type: slack, url: 'file:///planted'}|url",
        "{type: slack, url: 'https://planted:planted@h/'}|url",
        "{type: slack, url: 'planted'}|url",
        "{type: pagerduty}|routing_key",
        "{type: json, url: 'https://h/', kinds: [fire]}|kinds"
      })
  void whatNobodyCanBeToldByIsAnErrorThatShowsNoAddress(String webhook, String place) {
    // Given
    alerts("webhooks: {w: " + webhook + "}");

    // When
    String errors = folder.load().toString();

    // Then
    assertThat(errors).contains("alert_settings.webhooks.w").contains(place);
    assertThat(errors).doesNotContain("planted");
  }
}
