package lab.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class YamlReadingTest {
  private final Path directory;
  private final Folder folder;

  YamlReadingTest(@TempDir Path directory) {
    this.directory = directory;
    folder = new Folder(directory);
  }

  @Test
  void brokenYamlIsToldWithItsLineAndColumn() {
    folder.providers(
        """
        providers:
          local:
            type: ollama
             base_url: http://localhost:1
        """);

    assertThat(folder.errors())
        .singleElement()
        .asString()
        .startsWith("providers.yaml:4:14 is not YAML: ")
        .contains("mapping values are not allowed here");
  }

  @Test
  void aKeyGivenTwiceIsAnError() {
    folder.providers(Folder.ONE_PROVIDER + "    type: vllm\n");

    assertThat(folder.errors())
        .containsExactly(
            "providers.yaml:6:5 key \"type\" is here twice; first at providers.yaml:3:5");
  }

  @Test
  void yesAndOnAreTrueAsInYaml11() {
    folder.gateway(
        """
        general_settings:
          allow_unauthenticated: yes
        server_settings:
          cors: {enabled: On}
        """);

    Settings settings = folder.valid().settings();

    assertThat(settings.allowUnauthenticated()).isTrue();
    assertThat(settings.cors().enabled()).isTrue();
  }

  @Test
  void mergeKeysAddWhatAnEntryDoesNotSay() {
    folder.providers(
        """
        notes: &shared
          type: vllm
          request_timeout: 7
        providers:
          one:
            <<: *shared
            request_timeout: 9
            base_url: http://localhost:1
        """);

    Provider provider = folder.provider();

    assertThat(provider.type()).isEqualTo(ProviderType.VLLM);
    assertThat(provider.limits().requestTimeout()).hasSeconds(9);
  }

  @Test
  void aliasesThatMultiplyAreRefused() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
    for (int level = 1; level <= 20; level++) {
      String below = "*a" + (level - 1);
      bomb.append("a%d: &a%d [%s]\n".formatted(level, level, (below + ",").repeat(9) + below));
    }
    folder.providers(Folder.ONE_PROVIDER + bomb);

    assertThat(folder.errors())
        .singleElement()
        .asString()
        .contains("expands to more than 500000 values");
  }

  @Test
  void anAliasInsideItselfIsRefused() {
    folder.providers("providers: &loop\n  again: *loop\n");

    assertThat(folder.errors())
        .containsExactly("providers.yaml:1:12 contains itself through an alias");
  }

  @Test
  void deepNestingIsRefused() {
    folder.providers("providers: " + "[".repeat(10_000) + "]".repeat(10_000));

    assertThat(folder.errors()).singleElement().asString().contains("is not YAML: Nesting Depth");
  }

  @Test
  void aFileThatIsNotUtf8IsToldSo() throws IOException {
    Files.write(directory.resolve("providers.yaml"), new byte[] {'a', ':', ' ', (byte) 0xff});

    assertThat(folder.errors()).containsExactly("providers.yaml:1:1 is not UTF-8");
  }

  @Test
  void aForbiddenCharacterIsToldWithItsPlace() {
    folder.providers("providers:\n  a\u0007b: {}\n");

    assertThat(folder.errors())
        .containsExactly("providers.yaml:2:4 is not YAML: character U+0007 is not allowed");
  }

  @Test
  void aByteOrderMarkDoesNoHarm() {
    folder.providers("\uFEFF" + Folder.ONE_PROVIDER);

    assertThat(folder.valid().providers()).hasSize(1);
  }

  @Test
  void aListAtTheTopIsAnError() {
    folder.providers("- providers\n");

    assertThat(folder.errors())
        .containsExactly("providers.yaml:1:1 must be a map of keys at its top");
  }

  @Test
  void aSecondDocumentIsAnError() {
    folder.providers(Folder.ONE_PROVIDER + "---\nproviders: {}\n");

    assertThat(folder.errors()).singleElement().asString().contains("single document");
  }

  @Test
  void aKeyThatIsAMapIsAnError() {
    folder.providers("providers:\n  {a: b}: {}\n");

    assertThat(folder.errors())
        .containsExactly("providers.yaml:2:3 a key must be text, not a list or a map; quote it");
  }

  @Test
  void anUnknownKeyIsToldWithTheNearestKnownOne() {
    folder.providers(Folder.ONE_PROVIDER + "    heatlh_endpoint: /\nprovider: {}\n");

    assertThat(folder.warnings())
        .containsExactly(
            "providers.yaml:6:5 unknown key providers.local.heatlh_endpoint;"
                + " did you mean \"health_endpoint\"?",
            "providers.yaml:7:1 unknown key provider; did you mean \"providers\"?");
  }

  @Test
  void aKeyThatIsACommentInDisguiseIsLeftAlone() {
    folder.gateway("general_settings:\n  '# Keys are off on purpose':\n");

    assertThat(folder.load().findings()).isEmpty();
  }

  @Test
  void aValueOfTheWrongKindNamesPathValueAndRule() {
    folder.gateway(
        """
        server_settings:
          host: [127.0.0.1]
          port: http
          cors: yes
          prometheus: {port: 70000}
        """);

    assertThat(folder.errors())
        .containsExactly(
            "gateway.yaml:2:3 server_settings.host is a list; it must be text",
            "gateway.yaml:3:9 server_settings.port is \"http\";"
                + " it must be a whole number from 0 to 65535",
            "gateway.yaml:4:9 server_settings.cors is \"yes\"; it must be a map of keys",
            "gateway.yaml:5:22 server_settings.prometheus.port is \"70000\";"
                + " it must be a whole number from 0 to 65535");
  }

  @Test
  void aNumberWhereANameIsMeantIsAnError() {
    folder.providers(
        "providers: {a: {type: vllm, base_url: 'http://localhost:1', models: [405]}}\n");

    assertThat(folder.errors())
        .containsExactly(
            "providers.yaml:1:70 providers.a.models[0] is \"405\";"
                + " it must be text; put it in quotes");
  }
}
