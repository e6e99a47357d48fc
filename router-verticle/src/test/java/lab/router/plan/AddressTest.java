package lab.router.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1", "localhost", "10.1.2.3", "192.168.0.7", "172.16.0.1", "172.31.255.1", "[::1]",
        "[fd00::1]", "[fe80::1]", "ollama", "box2", "gpu.lan", "host.docker.internal", "169.254.1.1"
      })
  void theseAreLocal(String host) {
    assertThat(Address.isLocal(host)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ollama.com", "8.8.8.8", "172.32.0.1", "[2001:db8::1]", "api.openai.com", "a.b2"})
  void theseAreNot(String host) {
    assertThat(Address.isLocal(host)).isFalse();
  }
}
