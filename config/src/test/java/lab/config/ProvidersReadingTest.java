package lab.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import lab.contract.ModelName;
import lab.contract.ProviderName;
import lab.contract.SourceRef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProvidersReadingTest {
  private final Folder folder;

  ProvidersReadingTest(@TempDir Path directory) {
    folder = new Folder(directory);
  }

  private Folder withBaseUrl(String url) {
    return folder.providers(
        "providers:\n  p:\n    type: vllm\n    base_url: '%s'\n".formatted(url));
  }

  @ParameterizedTest
  @CsvSource({
    "http://localhost:8000,http://localhost:8000",
    "http://localhost:8000/,http://localhost:8000",
    "http://localhost:8000/v1,http://localhost:8000",
    "HTTP://LocalHost:8000/v1/,http://localhost:8000",
    "https://models.example/api/v1,https://models.example/api",
    "https://models.example/deep/Path//,https://models.example/deep/Path",
    "https://models.example/v1beta,https://models.example/v1beta",
    "http://[::1]:8000/v1,http://[::1]:8000"
  })
  void everySpellingOfAnAddressIsOneAddress(String written, String meant) {
    assertThat(withBaseUrl(written).provider().baseUrl()).isEqualTo(URI.create(meant));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ftp://localhost|must begin with http:// or https://",
        "localhost:8000|must begin with http:// or https://",
        "http://me:pass@localhost|must not carry a user or a password",
        "http://localhost/?a=b|must have neither a query nor a fragment",
        "http://localhost/#a|must have neither a query nor a fragment",
        "http://localhost:70000|must have a port from 1 to 65535",
        "http://localhost:0|must have a port from 1 to 65535",
        "http://localhost:PORT|must name a valid host and port",
        "http://my_box:80|a host name has no underscore",
        "http:///v1|must name a host",
        "http://local host|must be a URL"
      })
  void anAddressThatCanNotBeCalledIsAnError(String written, String rule) {
    assertThat(withBaseUrl(written).errors())
        .singleElement()
        .asString()
        .startsWith("providers.yaml:4:15 providers.p.base_url is ")
        .contains(rule)
        .doesNotContain("me:pass");
  }

  @Test
  void modelsAreNamesOrMaps() {
    folder.providers(
        """
        providers:
          p:
            type: ollama
            base_url: http://localhost:11434
            models:
              - plain:latest
              - name: coder:7b
                size: "7.6B"
                context_length: 32768
                specialty: Code-Generation
                request_timeout: 90
                stream_timeout: 2m
        """);

    assertThat(folder.provider().models())
        .containsExactly(
            new ModelEntry(
                new ModelName("plain:latest"),
                null,
                null,
                null,
                TimeLimits.UNSAID,
                new SourceRef("providers.yaml", 6, 9)),
            new ModelEntry(
                new ModelName("coder:7b"),
                7.6,
                32768,
                "code_generation",
                new TimeLimits(
                    null, Duration.ofSeconds(90), Duration.ofMinutes(2), null, null, null, null),
                new SourceRef("providers.yaml", 7, 9)));
  }

  @Test
  void aSizeThatSaysNothingAndAModelListedTwiceAreWarnings() {
    folder.providers(
        """
        providers:
          p:
            type: ollama
            base_url: http://localhost:11434
            models:
              - {name: a, size: big}
              - a
        """);

    assertThat(folder.warnings())
        .containsExactly(
            "providers.yaml:6:25 providers.p.models[0].size is \"big\","
                + " no size like 7B, 500M or 1T; it counts as unknown",
            "providers.yaml:7:9 providers.p.models[1] lists a a second time;"
                + " the first entry counts");
  }

  @Test
  void timeLimitsAndSlotsAreReadWhereTheyStand() {
    folder.providers(
        """
        providers:
          p:
            type: llama_cpp
            base_url: http://localhost:8080
            configuration: {n_parallel: 4, n_ctx: 8192}
            timeout: 10m
            request_timeout: 1m
            ttft_timeout: 30s
            stream_idle_timeout: 20
            connect_timeout: 500ms
            num_retries: 0
            max_streaming_duration: 1h
        """);

    Provider provider = folder.provider();

    assertThat(provider.parallel()).isEqualTo(4);
    assertThat(provider.limits())
        .isEqualTo(
            new TimeLimits(
                Duration.ofMinutes(10),
                Duration.ofMinutes(1),
                Duration.ofSeconds(30),
                Duration.ofSeconds(20),
                Duration.ofMillis(500),
                0,
                Duration.ofHours(1)));
  }

  @Test
  void whatOnlyDescribesIsCarriedAlongAsItIsWritten() {
    folder.providers(
        """
        providers:
          p:
            type: vllm
            base_url: http://localhost:8000
            description: the ${BIG} one
            features: [fast, {batched: yes}]
            hardware_requirements: {gpu_vram_gb: 16, share: 0.5, spare: null}
            notes: null
        """);

    assertThat(folder.provider().described())
        .isEqualTo(
            Map.of(
                "description", "the ${BIG} one",
                "features", List.of("fast", Map.of("batched", true)),
                "hardware_requirements", Map.of("gpu_vram_gb", 16L, "share", 0.5, "spare", "")));
    assertThat(folder.load().findings()).isEmpty();
  }

  @Test
  void aTemplateIsCheckedForItsKeysOnly() {
    folder.providers(
        Folder.ONE_PROVIDER
            + """
              later:
                type: something_new
                base_url: http://localhost:FILL_IN
                status: template
                tpye: x
            """);

    Provider template = folder.valid().providers().get(new ProviderName("later"));

    assertThat(template).extracting(Provider::status).isEqualTo(ProviderStatus.TEMPLATE);
    assertThat(folder.warnings())
        .containsExactly(
            "providers.yaml:10:5 unknown key providers.later.tpye; did you mean \"type\"?");
  }

  @ParameterizedTest
  @CsvSource({
    "openai, https://api.openai.com",
    "anthropic, https://api.anthropic.com",
    "openrouter, https://openrouter.ai/api",
  })
  void whoHasOneAddressOnlyNeedsNotSayIt(String type, URI address) {
    // Given
    folder.providers("providers:\n  p: {type: %s, models: [m]}\n".formatted(type));

    // When, Then
    assertThat(folder.errors()).isEmpty();
    assertThat(folder.provider("p").baseUrl()).isEqualTo(address);
  }

  @Test
  void aKeyIsSentAsItsProviderWantsIt() {
    // Given
    folder.providers(
        """
        providers:
          a: {type: anthropic, api_key: key-a, models: [m]}
          b: {type: openai, api_key: "Bearer key-b", models: [m]}
          c: {type: anthropic, models: [m]}
          d: {type: ollama, base_url: http://localhost:1, models: [m]}
        """);

    // When, Then
    assertThat(folder.provider("a").headers())
        .isEqualTo(Map.of("x-api-key", "key-a", "anthropic-version", "2023-06-01"));
    assertThat(folder.provider("b").headers()).isEqualTo(Map.of("authorization", "Bearer key-b"));
    assertThat(folder.provider("c").headers()).isEqualTo(Map.of("anthropic-version", "2023-06-01"));
    assertThat(folder.provider("d").headers()).isEmpty();
  }

  @Test
  void whatIsMissingOrUnknownIsNamedWithWhatIsKnown() {
    folder.providers(
        """
        providers:
          p: {status: on hold, type: vllm, base_url: http://localhost:1}
          q: {type: chatty, base_url: http://localhost:1}
          r: {models: [a]}
          s: text
        """);

    assertThat(folder.errors())
        .containsExactly(
            "providers.yaml:2:15 providers.p.status is \"on hold\"; it must be one of"
                + " active, disabled, template, pending_integration",
            "providers.yaml:3:13 providers.q.type is \"chatty\"; it must be one of"
                + " ollama, llama_cpp, vllm, openai, openai_compatible, anthropic, openrouter",
            "providers.yaml:4:3 providers.r.type is missing; it must be one of"
                + " ollama, llama_cpp, vllm, openai, openai_compatible, anthropic, openrouter",
            "providers.yaml:4:3 providers.r.base_url is missing",
            "providers.yaml:5:6 providers.s is \"text\"; it must be a map of keys");
  }

  @Test
  void aProviderNameThatNoHeaderCarriesIsAnError() {
    folder.providers("providers:\n  \"a\\nb\": {type: vllm, base_url: http://localhost:1}\n");

    assertThat(folder.errors())
        .containsExactly(
            "providers.yaml:2:3 a provider's name must be of printable ASCII characters");
  }
}
