package lab.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a node serves: its port, how much it takes, and how long it waits. */
class ServerReadingTest {
  private final Folder folder;

  ServerReadingTest(@TempDir Path directory) {
    folder = new Folder(directory);
  }

  @Test
  void theServerIsRead() {
    folder.gateway(
        """
        server_settings:
          host: 0.0.0.0
          port: 4001
          cors: {enabled: true, allowed_origins: ["http://localhost:*", https://chat.example]}
          prometheus: {port: 9191}
        """);

    Settings settings = folder.valid().settings();

    assertThat(settings.host()).isEqualTo("0.0.0.0");
    assertThat(settings.port()).isEqualTo(4001);
    assertThat(settings.metricsPort()).isEqualTo(9191);
    assertThat(settings.cors())
        .isEqualTo(new Cors(true, List.of("http://localhost:*", "https://chat.example")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{allowed_origins: ['http://a']}|allowed_origins has no effect without enabled: true",
        "{enabled: true, allowed_origins: ['http://a/']}|allowed_origins[0] is \"http://a/\"",
        "{enabled: true, allowed_origins: ['http://a', '*']}|"
      })
  void pagesThatCouldNotCallAllTheSameAreWarnedOf(String cors, @Nullable String warned) {
    folder.gateway("server_settings: {cors: %s}\n".formatted(cors));

    assertThat(folder.warnings()).hasSize(warned == null ? 0 : 1);
    assertThat(folder.warnings().toString()).contains(warned == null ? "" : "cors." + warned);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "server_settings: {max_request_size: 65536}|65536",
        "server_settings: {max_request_size: 10mb}|10000000",
        "server_settings: {max_request_size: 64MiB}|67108864",
        "general_settings: {max_request_size_mb: 5}|5242880",
        "{server_settings: {max_request_size: 1MiB}, general_settings: {max_request_size_mb:"
            + " 5}}|1048576"
      })
  void theLargestBodyIsSaidInSeveralWays(String yaml, int bytes) {
    folder.gateway(yaml + "\n");

    assertThat(folder.valid().settings().maxRequestSize()).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "4GiB", "-1", "huge", "1.5MB"})
  void aBodySizeOutOfBoundsIsAnError(String size) {
    folder.gateway("server_settings:\n  max_request_size: %s\n".formatted(size));

    assertThat(folder.errors())
        .singleElement()
        .asString()
        .startsWith("gateway.yaml:2:21 server_settings.max_request_size is \"" + size);
  }

  @Test
  void contentIsShownInTheFeedOnlyWhereItIsSaidAndWithAWarning() {
    folder.gateway("general_settings: {feed_payload_preview: 200}\n");

    assertThat(Settings.DEFAULT.feedPreview()).isZero();
    assertThat(folder.valid().settings().feedPreview()).isEqualTo(200);
    assertThat(folder.warnings()).singleElement().asString().contains("feed_payload_preview");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "1001", "yes"})
  void aLengthOfTheFeedsContentOutOfBoundsIsAnError(String length) {
    folder.gateway("general_settings: {feed_payload_preview: %s}\n".formatted(length));

    assertThat(folder.errors()).singleElement().asString().contains("feed_payload_preview");
  }

  @Test
  void theBytesInFlightAreThoseOfTheFile() {
    folder.gateway("server_settings: {max_bytes_in_flight: 100MiB}\n");

    assertThat(folder.valid().settings().limits().maxBytesInFlight()).isEqualTo(100L << 20);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "10MiB|is smaller than max_request_size, 33554432 bytes: the largest request would never"
            + " fit",
        "0|is \"0\"; it must be from 1 KiB to 1 TiB, as bytes or like 32MiB or 10MB",
        "lots|is \"lots\"; it must be from 1 KiB to 1 TiB, as bytes or like 32MiB or 10MB"
      })
  void bytesInFlightOutOfBoundsAreAnError(String bytes, String why) {
    folder.gateway("server_settings:\n  max_bytes_in_flight: %s\n".formatted(bytes));

    assertThat(folder.errors())
        .containsExactly("gateway.yaml:2:24 server_settings.max_bytes_in_flight " + why);
  }

  @Test
  void moreBytesInFlightThanHalfOfTheHeapAreAWarning() {
    folder.gateway("server_settings: {max_bytes_in_flight: 900GB}\n");

    assertThat(folder.warnings())
        .singleElement()
        .asString()
        .contains("server_settings.max_bytes_in_flight is more than half of the heap");
  }

  @Test
  void howLongANodeWaitsForItsClientsIsSaidByItsFile() {
    folder.gateway(
        """
        server_settings:
          max_header_size: 64KiB
          header_timeout: 5
          body_timeout: 2m
          idle_timeout: 10s
          send_timeout: 500ms
          keepalive_interval: 20s
          shutdown_timeout: 1h
          drain_delay: 7s
          max_connections: 100
          max_streams_per_connection: 50
          max_parallel_requests: 10
          max_loop_lag: 3s
          responses_ttl: 2h
          responses_max_size: 1MiB
        litellm_settings: {sse_keepalive_ping_interval_seconds: 7}
        """);

    assertThat(folder.valid().settings().limits())
        .isEqualTo(
            new ServerLimits(
                null,
                65_536,
                Duration.ofSeconds(5),
                Duration.ofMinutes(2),
                Duration.ofSeconds(10),
                Duration.ofMillis(500),
                Duration.ofSeconds(20),
                Duration.ofHours(1),
                Duration.ofSeconds(7),
                100,
                50,
                10,
                Duration.ofSeconds(3),
                Duration.ofHours(2),
                1_048_576));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "litellm_settings: {sse_keepalive_ping_interval_seconds: 7}|PT7S",
        "litellm_settings: {sse_keepalive_ping_interval_seconds: 0}|PT8760H",
        "server_settings: {keepalive_interval: off}|PT8760H",
        "{server_settings: {keepalive_interval: 9}, litellm_settings:"
            + " {sse_keepalive_ping_interval_seconds: 0}}|PT9S",
        "server_settings: {port: 4000}|PT15S"
      })
  void signsOfLifeHaveTwoNamesAndCanBeSwitchedOff(String yaml, Duration every) {
    folder.gateway(yaml + "\n");

    assertThat(folder.valid().settings().limits().keepaliveInterval()).isEqualTo(every);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "off"})
  void aNodeMayKeepNoResponses(String zero) {
    folder.gateway("server_settings: {responses_ttl: " + zero + "}\n");

    assertThat(folder.valid().settings().limits().responsesTtl()).isEqualTo(Duration.ZERO);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "off"})
  void aNodeMayCloseItsListenerAtOnce(String zero) {
    folder.gateway("server_settings: {drain_delay: " + zero + "}\n");

    assertThat(folder.valid().settings().limits().drainDelay()).isEqualTo(Duration.ZERO);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "max_header_size: 512",
        "max_header_size: 2MiB",
        "header_timeout: 0",
        "body_timeout: soon",
        "idle_timeout: 8 days",
        "send_timeout: -1",
        "keepalive_interval: often",
        "shutdown_timeout: off",
        "drain_delay: -5s",
        "responses_ttl: sometimes",
        "responses_max_size: 12"
      })
  void aLimitOutOfBoundsIsAnError(String line) {
    folder.gateway("server_settings: {" + line + "}\n");

    assertThat(folder.errors())
        .singleElement()
        .asString()
        .contains("server_settings." + line.replace(": ", " is \"") + "\"; it must be ");
  }
}
