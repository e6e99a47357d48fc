package lab.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CredentialsReadingTest {
  private static final Map<String, String> ENVIRONMENT =
      Map.of("KEY", "sk-abc", "BEARER", "Bearer sk-abc\n", "BLANK", " ", "SPLIT", "a\r\nb: c");

  private final Folder folder;

  CredentialsReadingTest(@TempDir Path directory) {
    folder = new Folder(directory);
  }

  private Folder with(String keys) {
    return folder.providers(
        "providers:\n  p: {type: openai, base_url: 'https://api.example', %s}\n".formatted(keys));
  }

  private Credentials read(String keys) {
    return with(keys).valid(ENVIRONMENT).providers().values().iterator().next().credentials();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "env_var: KEY",
        "env_var: KEY, requires_api_key: false",
        "env_var: BEARER, requires_api_key: true",
        "api_key: sk-abc",
        "api_key: Bearer sk-abc",
        "api_key: '${KEY}'",
        "api_key: os.environ/KEY",
        "api_key: os.environ/KEY, env_var: GONE"
      })
  void aKeyComesFromTheFileOrTheEnvironment(String keys) {
    assertThat(read(keys))
        .isInstanceOfSatisfying(
            Credentials.Key.class, key -> assertThat(key.secret().reveal()).isEqualTo("sk-abc"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "env_var: GONE|GONE",
        "env_var: BLANK|BLANK",
        "env_var: GONE, requires_api_key: true|GONE",
        "api_key: '${GONE}'|GONE",
        "api_key: os.environ/GONE, requires_api_key: false|GONE"
      })
  void aKeyThatTheEnvironmentLacksIsMissingAndNoError(String keys, String variable) {
    assertThat(read(keys)).isEqualTo(new Credentials.Missing(variable));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "status: active|",
        "env_var: GONE, requires_api_key: false|",
        "api_key: '${GONE:-}'|"
      })
  void aKeyThatNobodyAsksForIsNotNeeded(String keys, @Nullable String nothing) {
    assertThat(nothing).isNull();
    assertThat(read(keys)).isEqualTo(new Credentials.NotNeeded());
  }

  @Test
  void aKeyThatIsRequiredAndNowhereNamedIsAnError() {
    assertThat(with("requires_api_key: true").errors())
        .containsExactly(
            "providers.yaml:2:72 providers.p.requires_api_key is true,"
                + " but neither env_var nor api_key is there");
  }

  @Test
  void aKeyWhereANameBelongsIsRefusedWithoutShowingIt() {
    assertThat(with("env_var: sk-secret").errors())
        .singleElement()
        .asString()
        .contains("providers.p.env_var must be the name of an environment variable")
        .doesNotContain("sk-secret");
  }

  @Test
  void aKeyThatWouldSplitAHeaderIsAnErrorThatDoesNotShowIt() {
    Loading loading = with("env_var: SPLIT").load(ENVIRONMENT);

    assertThat(loading).isInstanceOf(Loading.Invalid.class);
    assertThat(loading.findings())
        .singleElement()
        .asString()
        .contains("characters that no HTTP header may carry")
        .doesNotContain("b: c");
  }

  @Test
  void noFindingAndNoConfigurationShowsAKey() {
    Loading loading = with("api_key: sk-hidden, env_vra: x, notes: ok").load(ENVIRONMENT);

    assertThat(loading.toString()).contains("unknown key").doesNotContain("sk-hidden");
  }
}
