package lab.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import lab.contract.ModelName;
import lab.contract.Operation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CacheReadingTest {
  private final Folder folder;

  CacheReadingTest(@TempDir Path directory) {
    folder = new Folder(directory);
  }

  private CacheSettings cache(String params) {
    folder.gateway("litellm_settings:\n  cache: true\n  cache_params: " + params + "\n");
    return folder.valid().settings().cache();
  }

  @Test
  void nothingIsKeptUnlessAFileSaysSo() {
    folder.providers(Folder.ONE_PROVIDER);

    assertThat(folder.valid().settings().cache().on()).isFalse();
  }

  @Test
  void aCacheThatIsOnAndNothingElseIsTheNodesOwn() {
    CacheSettings cache = cache("{}");

    assertThat(cache.on()).isTrue();
    assertThat(cache.near()).isTrue();
    assertThat(cache.redis()).isNull();
    assertThat(cache.ttl()).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void everyKeyIsRead() {
    CacheSettings cache =
        cache(
            "{ttl: 60, max_size: 8MiB, max_entry_size: 64KiB, namespace: mine, shared: true,"
                + " mode: default_off, replay: paced, models: {gpt: true, llama: false},"
                + " supported_call_types: [acompletion, embedding, atranscription],"
                + " single_flight: node, single_flight_timeout: 5s,"
                + " single_flight_claim_timeout: 30ms, single_flight_peer_timeout: 2s}");

    assertThat(cache)
        .isEqualTo(
            new CacheSettings(
                true,
                true,
                null,
                Set.of(Operation.CHAT, Operation.EMBEDDING),
                Map.of(new ModelName("gpt"), true, new ModelName("llama"), false),
                true,
                "mine",
                true,
                true,
                Duration.ofSeconds(60),
                8 * 1024 * 1024,
                64 * 1024,
                SingleFlight.NODE,
                Duration.ofSeconds(5),
                Duration.ofMillis(30),
                Duration.ofSeconds(2)));
  }

  @ParameterizedTest
  @CsvSource({
    "'{}', CLUSTER",
    "'{single_flight: }', CLUSTER",
    "'{single_flight: cluster}', CLUSTER",
    "'{single_flight: node}', NODE",
    "'{single_flight: \"off\"}', OFF",
    "'{single_flight: off}', OFF",
    "'{single_flight: false}', OFF",
    "'{single_flight: true}', CLUSTER",
    "'{single_flight: \"${LAB_NOT_SET:-node}\"}', NODE",
  })
  void whoFliesTogetherIsSaidAsAWordOrAsYesAndNo(String params, SingleFlight expected) {
    assertThat(cache(params).singleFlight()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "type: redis | redis://127.0.0.1:6379 | - | -",
        "type: redis, host: r.lab, port: 7000, password: p, ssl: true | rediss://r.lab:7000 | - |"
            + " p",
        "type: redis, host: '::1', db: 3, username: u | redis://[::1]:6379/3 | u | -",
        "type: redis, url: 'rediss://u:p%40@r.lab/2' | rediss://r.lab:6379/2 | u | p@",
        "type: redis, url: 'redis://r.lab:7000', password: q | redis://r.lab:7000 | - | q",
      })
  void redisIsFoundAsPeopleWriteIt(String params, String address, String user, String password) {
    CacheSettings cache = cache("{" + params + "}");

    assertThat(cache.near()).isFalse();
    RedisPlace place = Objects.requireNonNull(cache.redis());
    assertThat(place.kind()).isEqualTo(RedisPlace.Kind.SERVER);
    assertThat(place.addresses()).containsExactly(address);
    assertThat(place.user()).isEqualTo(user);
    Secret secret = place.password();
    assertThat(secret == null ? null : secret.reveal()).isEqualTo(password);
    assertThat(place.lookupTimeout()).isEqualTo(Duration.ofMillis(50));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      value = {
        "redis_startup_nodes: [{host: a, port: '7000'}, {host: b, port: 7001}] | CLUSTER | - |"
            + " redis://a:7000 redis://b:7001",
        "startup_nodes: [{host: a, port: 7000}], ssl: true | CLUSTER | - | rediss://a:7000",
        "sentinel_nodes: [[a, 26379], ['::1', 1]], service_name: mine | SENTINELS | mine |"
            + " redis://a:26379 redis://[::1]:1",
      })
  void aClusterAndSentinelsAreFoundAsLiteLlmHasThem(
      String params, RedisPlace.Kind kind, String service, String addresses) {
    RedisPlace place =
        Objects.requireNonNull(cache("{type: redis, password: p, " + params + "}").redis());

    assertThat(place.kind()).isEqualTo(kind);
    assertThat(place.service()).isEqualTo(service);
    assertThat(place.addresses()).containsExactly(addresses.split(" ", -1));
    assertThat(Objects.requireNonNull(place.password()).reveal()).isEqualTo("p");
  }

  @Test
  void sentinelsMayHaveAPasswordOfTheirOwn() {
    String sentinels = "type: redis, sentinel_nodes: [[a, 1]], service_name: s, password: p";

    RedisPlace both = Objects.requireNonNull(cache("{" + sentinels + "}").redis());
    RedisPlace own =
        Objects.requireNonNull(cache("{" + sentinels + ", sentinel_password: q}").redis());

    RedisPlace alone =
        Objects.requireNonNull(
            cache("{type: redis, sentinel_nodes: [[a, 1]], service_name: s, sentinel_password: q}")
                .redis());

    assertThat(Objects.requireNonNull(alone.password()).reveal()).isEqualTo("q");
    assertThat(both.sentinelPassword()).isNull();
    assertThat(Objects.requireNonNull(own.sentinelPassword()).reveal()).isEqualTo("q");
    assertThat(Objects.requireNonNull(own.password()).reveal()).isEqualTo("p");
  }

  private @Nullable RedisTls tls(String params) {
    return Objects.requireNonNull(cache("{type: redis, " + params + "}").redis()).tls();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "ssl: true | - | - | - | NAME",
        "url: 'rediss://r.lab' | - | - | - | NAME",
        "ssl: true, ssl_ca_certs: ca.pem | ca.pem | - | - | NAME",
        "ssl: true, ssl_certfile: me.pem, ssl_keyfile: me.key | - | me.pem | me.key | NAME",
        "ssl: true, ssl_certfile: both.pem | - | both.pem | both.pem | NAME",
        "ssl: true, ssl_check_hostname: false | - | - | - | AUTHORITY",
        "ssl: true, ssl_cert_reqs: optional | - | - | - | NAME",
        "ssl: true, ssl_cert_reqs: None, ssl_check_hostname: true | - | - | - | NOTHING",
        "startup_nodes: [[a, 1]], ssl: true, ssl_ca_certs: ca.pem | ca.pem | - | - | NAME",
      })
  void tlsIsSpokenAsLiteLlmHasIt(
      String params, String authorities, String certificate, String key, RedisTls.Proof proof) {
    assertThat(tls(params))
        .isEqualTo(
            new RedisTls(
                authorities, certificate == null ? null : new Tls.Pem(certificate, key), proof));
  }

  @Test
  void whatIsSaidOfTlsWhereNobodySpeaksItIsWarnedOf() {
    assertThat(tls("ssl_ca_certs: ca.pem, ssl_check_hostname: true")).isNull();
    assertThat(folder.warnings())
        .satisfiesExactly(
            first -> assertThat(first).contains("cache_params.ssl_ca_certs is not used"),
            second -> assertThat(second).contains("cache_params.ssl_check_hostname is not used"));
  }

  @Test
  void theNodeAndRedisMayBothKeepAnswers() {
    CacheSettings cache = cache("{type: redis, near: true, lookup_timeout: 20ms}");

    assertThat(cache.near()).isTrue();
    RedisPlace place = Objects.requireNonNull(cache.redis());
    assertThat(place.lookupTimeout()).isEqualTo(Duration.ofMillis(20));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "type: reddis | type is \"reddis\"; it must be one of [local, redis]; did you mean"
            + " \"redis\"?",
        "replay: slow | replay is \"slow\"; it must be one of [at_once, paced]",
        "single_flight: claster | single_flight is \"claster\"; it must be one of [cluster, false,"
            + " node, off, true]; did you mean \"cluster\"?",
        "mode: sometimes | mode is \"sometimes\"; it must be one of [default_off, default_on]",
        "supported_call_types: [chat] | supported_call_types[0] is \"chat\", no kind of call",
        "type: redis, sentinel_nodes: [[a, 1]] | sentinel_nodes needs service_name, the name that"
            + " they know the server by",
        "type: redis, redis_startup_nodes: [] | redis_startup_nodes has no server in it",
        "type: redis, startup_nodes: [a] | startup_nodes[0] is \"a\"; it must be like {host: a,"
            + " port: 7000} or [a, 7000]",
        "type: redis, startup_nodes: [[a, 1]], db: 2 | db is for a server of its own, without"
            + " startup_nodes",
        "type: redis, sentinel_password: secret | sentinel_password is for sentinels; there is no"
            + " sentinel_nodes",
        "type: redis, ssl: true, ssl_keyfile: a.key | ssl_keyfile needs ssl_certfile, the"
            + " certificate of that key",
        "type: redis, ssl: true, ssl_cert_reqs: some | ssl_cert_reqs is \"some\"; it must be one"
            + " of [none, optional, required]",
        "type: redis, ssl: true, ssl_ca_data: secret | ssl_ca_data is not read; name a file with all"
            + " authorities in ssl_ca_certs",
        "type: redis, ssl: true, ssl_password: secret | ssl_password is not read; the key has to be"
            + " without a password",
        "type: redis, ssl: true, ssl_min_version: 1.3 | ssl_min_version can not be chosen; TLS 1.2"
            + " and 1.3 are spoken, as Java does it",
        "type: redis, ssl: true, ssl_validate_ocsp: true | ssl_validate_ocsp can not be had; nobody"
            + " is asked what was taken back",
        "type: redis, ssl: true, url: 'redis://u:secret@h' | ssl is true and url speaks no TLS; it"
            + " must begin with rediss://",
        "type: redis, startup_nodes: [[a, 1]], url: 'rediss://u:secret@h' | url is for a server of"
            + " its own, without startup_nodes; TLS is asked for by ssl: true",
        "type: redis, url: 'http://u:secret@h' | url must be like redis://host:6379/0 or"
            + " rediss://user:password@host",
      })
  void whatIsNoneIsAnErrorThatShowsNoPassword(String params, String message) {
    folder.gateway("litellm_settings:\n  cache_params: {" + params + "}\n");

    assertThat(folder.errors()).singleElement().asString().contains("cache_params." + message);
    assertThat(folder.errors()).singleElement().asString().doesNotContain("secret");
  }
}
