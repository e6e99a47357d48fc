package lab.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import lab.config.Settings;
import lab.config.TimeSettings;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ListeningTest {
  private static Settings settings(@Nullable String host, boolean open) {
    return new Settings(host, 4000, null, TimeSettings.DEFAULT, 1024, open);
  }

  @Test
  void aNodeListensOnLoopbackWhereNobodySaysOtherwise() {
    assertThat(Listening.decide(null, settings(null, false), false))
        .isEqualTo(new Listening("127.0.0.1", null));
  }

  @Test
  void aPublicHostInAFileBindsLoopbackAndSaysInOneLineWhatToSet() {
    Listening listening = Listening.decide(null, settings("0.0.0.0", false), false);

    assertThat(listening.host()).isEqualTo("127.0.0.1");
    assertThat(listening.warning())
        .contains("server_settings.host is 0.0.0.0")
        .contains("allow_unauthenticated: true")
        .doesNotContain("\n");
  }

  @Test
  void aPublicHostOnTheCommandLineRefusesToStartWithTheReason() {
    assertThatThrownBy(() -> Listening.decide("0.0.0.0", settings(null, false), false))
        .isInstanceOf(Told.class)
        .hasMessageContaining("--host is 0.0.0.0")
        .hasMessageContaining("allow_unauthenticated");
  }

  @Test
  void whoAllowsItMayListenEverywhere() {
    assertThat(Listening.decide("0.0.0.0", settings(null, true), false).host())
        .isEqualTo("0.0.0.0");
    assertThat(Listening.decide(null, settings("0.0.0.0", true), false))
        .isEqualTo(new Listening("0.0.0.0", null));
  }

  @Test
  void whoSaysSoOnTheCommandLineMayListenEverywhereToo() {
    assertThat(Listening.decide("0.0.0.0", settings(null, false), true).host())
        .isEqualTo("0.0.0.0");
  }

  @Test
  void aHostThatDoesNotExistIsNamed() {
    assertThatThrownBy(() -> Listening.decide("no.such.host.invalid", settings(null, false), false))
        .isInstanceOf(Told.class)
        .hasMessageContaining("no.such.host.invalid");
  }
}
