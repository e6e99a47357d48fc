package lab.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import lab.contract.ProviderName;

/** A configuration folder under test. */
record Folder(Path path) {
  static final String ONE_PROVIDER =
      """
      providers:
        local:
          type: ollama
          base_url: http://localhost:11434
          models: [tiny, small]
      """;

  @CanIgnoreReturnValue
  Folder with(String file, String text) {
    try {
      Files.writeString(path.resolve(file), text);
      return this;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @CanIgnoreReturnValue
  Folder providers(String text) {
    return with("providers.yaml", text);
  }

  /** One local provider with the models tiny and small, and these mappings. */
  @CanIgnoreReturnValue
  Folder mappings(String text) {
    return providers(ONE_PROVIDER).with("model-mappings.yaml", text);
  }

  /** One local provider, and these settings. */
  @CanIgnoreReturnValue
  Folder gateway(String text) {
    return providers(ONE_PROVIDER).with("gateway.yaml", text);
  }

  Loading load() {
    return load(Map.of());
  }

  Loading load(Map<String, String> environment) {
    return ConfigLoader.load(path, environment);
  }

  /** One of its providers. */
  Provider provider(String name) {
    return Objects.requireNonNull(valid().providers().get(new ProviderName(name)), name);
  }

  Configuration valid() {
    return valid(Map.of());
  }

  Configuration valid(Map<String, String> environment) {
    Loading loading = load(environment);
    assertThat(loading).as(loading.findings().toString()).isInstanceOf(Loading.Valid.class);
    return ((Loading.Valid) loading).configuration();
  }

  Provider provider() {
    return valid().providers().values().iterator().next();
  }

  List<String> errors() {
    return said(Finding.Severity.ERROR);
  }

  List<String> warnings() {
    return said(Finding.Severity.WARNING);
  }

  List<String> infos() {
    return said(Finding.Severity.INFO);
  }

  private List<String> said(Finding.Severity severity) {
    return load().findings().stream()
        .filter(finding -> finding.severity() == severity)
        .map(finding -> finding.at() + " " + finding.message())
        .toList();
  }
}
