package lab.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import lab.contract.ModelName;
import org.junit.jupiter.api.Test;

/** The example that a new user starts with: the files beside this module's sources. */
class ShippedConfigurationTest {
  private final Loading loading = ConfigLoader.load(Path.of("").toAbsolutePath(), Map.of());

  private Configuration configuration() {
    assertThat(loading).as(loading.findings().toString()).isInstanceOf(Loading.Valid.class);
    return ((Loading.Valid) loading).configuration();
  }

  @Test
  void nothingIsToBeSaidOfIt() {
    assertThat(loading.findings()).isEmpty();
  }

  @Test
  void itListensOnThisMachineOnly() {
    assertThat(configuration().settings().host()).isEqualTo("127.0.0.1");
    assertThat(configuration().settings().port()).isEqualTo(4000);
  }

  @Test
  void itSaysWhatHoldsAnyway() {
    assertThat(configuration().settings().time()).isEqualTo(TimeSettings.DEFAULT);
    assertThat(configuration().settings().maxRequestSize())
        .isEqualTo(Settings.DEFAULT.maxRequestSize());
  }

  @Test
  void onlyLocalServersAreActive() {
    assertThat(configuration().providers().values())
        .filteredOn(provider -> provider.status() == ProviderStatus.ACTIVE)
        .isNotEmpty()
        .allMatch(provider -> BaseUrl.isLoopback(provider.baseUrl()));
  }

  @Test
  void namesFindTheServersThatTheirCommentsPromise() {
    assertThat(provider("some-model.Q4_K_M.gguf")).isEqualTo("llama_cpp");
    assertThat(provider("phi4:14b")).isEqualTo("ollama");
    assertThat(provider("ibm-granite/granite-4")).isEqualTo("vllm");
    assertThat(configuration().exact()).containsKey(new ModelName("chat"));
  }

  private String provider(String model) {
    return configuration().patterns().stream()
        .filter(rule -> rule.pattern().matcher(model).lookingAt())
        .findFirst()
        .orElseThrow()
        .provider()
        .value();
  }
}
