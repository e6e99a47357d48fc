package lab.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeysReadingTest {
  private static final KeyHash HASH = KeyHash.of("sk-one");

  private final Folder folder;

  KeysReadingTest(@TempDir Path directory) {
    folder = new Folder(directory).providers(Folder.ONE_PROVIDER);
  }

  private Access access(Map<String, String> environment) {
    return folder.valid(environment).settings().access();
  }

  private void key(String fields) {
    folder.with("keys.yaml", "keys:\n  team-a: {sha256: " + HASH.hex() + fields + "}\n");
  }

  private ClientKey key() {
    return access(Map.of()).keys().getFirst();
  }

  @Test
  void aHashIsTheUsualSha256() {
    assertThat(KeyHash.of("abc").hex())
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assertThat(KeyHash.of("abc")).hasToString("ba7816bf");
  }

  @Test
  void callersNeedNoKeyUnlessAFileSaysSo() {
    assertThat(access(Map.of())).isEqualTo(Access.OPEN);
    assertThat(access(Map.of()).needsKey()).isFalse();
  }

  @Test
  void aKeyOfWhichNothingIsSaidMayAskForEverything() {
    // Given
    key("");

    // Then
    assertThat(key())
        .isEqualTo(
            new ClientKey(
                "team-a",
                HASH,
                List.of(),
                List.of(),
                ClientKey.Limits.NONE,
                Map.of(),
                List.of(),
                false,
                null));
    assertThat(access(Map.of()).needsKey()).isTrue();
  }

  @Test
  void everyFieldIsRead() {
    // Given
    key(
        ", models: [\"llama*\", tiny], capabilities: [code], rpm: 60, tpm: 1000,"
            + " max_parallel_requests: 4, budget_per_day: 1.5, budget_per_month: 20, priority: 7,"
            + " metadata: {team: a}, tags: [x], disabled: true, expires: 2027-01-31");

    // Then
    assertThat(key())
        .isEqualTo(
            new ClientKey(
                "team-a",
                HASH,
                List.of("llama*", "tiny"),
                List.of("code"),
                new ClientKey.Limits(60, 1000, 4, 1.5, 20.0, 7),
                Map.of("team", "a"),
                List.of("x"),
                true,
                Instant.parse("2027-01-31T00:00:00Z")));
  }

  @ParameterizedTest
  @CsvSource({
    "2027-01-31T11:59:59Z, true",
    "2027-01-31T12:00:00Z, false",
    "2027-02-01T00:00:00Z, false"
  })
  void aKeyIsGoodUntilItExpires(Instant now, boolean good) {
    // Given
    key(", expires: 2027-01-31T12:00:00Z");

    // Then
    assertThat(key().isValid(now)).isEqualTo(good);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a: {sha256: sk-secret-of-mine}|keys.a.sha256 must be the SHA-256",
        "a: {models: [b]}|keys.a.sha256 is missing",
        "a: {sha256: @, rpm: 0}|keys.a.rpm",
        "a: {sha256: @, expires: soon}|keys.a.expires is \"soon\"; it must be a day",
        "a: {sha256: @, expires: 2027-02-30}|keys.a.expires",
        "'a b': {sha256: @}|must have 1 to 64 printable ASCII characters",
        "{a: {sha256: @}, b: {sha256: @}}|keys.b.sha256 is that of a too"
      })
  void whatIsWrongIsToldWithoutTheKey(String entries, String told) {
    // Given
    String text = entries.replace("@", HASH.hex());
    folder.with("keys.yaml", "keys:\n  " + text + "\n");

    // Then
    assertThat(folder.errors()).anyMatch(error -> error.contains(told));
    assertThat(folder.errors().toString()).doesNotContain("sk-secret-of-mine");
  }

  @Test
  void theMasterKeyIsInTheFileElseInTheEnvironment() {
    // Given
    Map<String, String> environment =
        Map.of("LITELLM_MASTER_KEY", "sk-of-the-environment", "MINE", "sk-of-another-variable");

    // When
    KeyHash outside = access(environment).masterKey();
    folder.gateway("general_settings: {master_key: sk-of-the-file-itself}");
    KeyHash written = access(environment).masterKey();
    folder.gateway("general_settings: {master_key: os.environ/MINE}");
    KeyHash named = access(environment).masterKey();

    // Then
    assertThat(outside).isEqualTo(KeyHash.of("sk-of-the-environment"));
    assertThat(written).isEqualTo(KeyHash.of("sk-of-the-file-itself"));
    assertThat(named).isEqualTo(KeyHash.of("sk-of-another-variable"));
  }

  @Test
  void anEmptyMasterKeyIsNone() {
    assertThat(access(Map.of("LITELLM_MASTER_KEY", " ")).masterKey()).isNull();
  }

  @Test
  void aMasterKeyWhoseVariableIsNotSetIsNoneAndThatIsTold() {
    // Given
    folder.gateway("general_settings: {master_key: os.environ/NOT_SET}");

    // Then
    assertThat(access(Map.of()).masterKey()).isNull();
    assertThat(folder.warnings())
        .containsExactly(
            "gateway.yaml:1:32 general_settings.master_key needs the environment variable"
                + " NOT_SET, which is not set");
  }

  @Test
  void aMasterKeyThatCanBeGuessedIsAWarningWithoutIt() {
    // Given
    folder.gateway("general_settings: {master_key: sk-1234}");

    // Then
    assertThat(folder.warnings())
        .containsExactly(
            "gateway.yaml:1:32 general_settings.master_key has fewer than 16 characters: it can be"
                + " guessed");
  }

  @Test
  void theMasterKeyIsNoClientsKey() {
    // Given
    key("");
    folder.gateway("general_settings: {master_key: sk-one}");

    // Then
    assertThat(folder.errors()).anyMatch(error -> error.contains("is also the client key team-a"));
  }

  @Test
  void aProxyHeaderIsReadOfTrustedProxiesOnly() {
    folder.gateway("server_settings: {proxy_protocol: true}");
    assertThat(folder.errors()).singleElement().asString().contains("needs trusted_proxies");

    folder.gateway("server_settings: {proxy_protocol: true, trusted_proxies: [10.0.0.7]}");
    assertThat(folder.valid().settings().access().proxyProtocol()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.1.2, true",
    "10.0.0.0/8, 11.0.0.1, false",
    "10.1.2.0/23, 10.1.3.255, true",
    "10.1.2.0/23, 10.1.4.0, false",
    "192.0.2.7, 192.0.2.7, true",
    "192.0.2.7, 192.0.2.8, false",
    "0.0.0.0/0, 192.0.2.8, true",
    "2001:db8::/33, 2001:db8:7fff::1, true",
    "2001:db8::/33, 2001:db8:8000::1, false",
    "0.0.0.0/0, 2001:db8::1, false"
  })
  void aTrustedNetworkHasTheAddressesOfItsBits(String network, String address, boolean in) {
    // Given
    folder.gateway("server_settings: {trusted_proxies: [\"" + network + "\"]}");

    // When
    Network trusted = access(Map.of()).trustedProxies().getFirst();

    // Then
    assertThat(trusted.contains(InetAddress.ofLiteral(address))).isEqualTo(in);
  }

  @ParameterizedTest
  @ValueSource(strings = {"balancer", "10.0.0.0/33", "10.0.0.0/x", "10.0.0.256"})
  void whatIsNoNetworkIsAnError(String network) {
    // Given
    folder.gateway("server_settings: {trusted_proxies: [\"" + network + "\"]}");

    // Then
    assertThat(folder.errors()).singleElement().asString().contains("it must be an address");
  }

  @Test
  void namesOfTheNodeAreReadWithoutTheirCase() {
    // Given
    folder.gateway("server_settings: {allowed_hosts: [AI.example.org]}");

    // Then
    assertThat(access(Map.of()).allowedHosts()).containsExactly("ai.example.org");
  }

  @Test
  void aNameWithAPortIsNone() {
    // Given
    folder.gateway("server_settings: {allowed_hosts: [\"ai.example.org:4000\"]}");

    // Then
    assertThat(folder.errors()).singleElement().asString().contains("without scheme and port");
  }
}
