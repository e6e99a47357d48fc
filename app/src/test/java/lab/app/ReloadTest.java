package lab.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** One node that goes by another configuration without a restart. */
class ReloadTest extends WithReloads {
  @Test
  void aModelThatComesIsServedAndOneThatGoesIsNot() throws Exception {
    // Given
    int before = chat("n").statusCode();

    // When
    write("providers.yaml", providers("n"));
    JsonObject told = reload();

    // Then
    assertThat(before).isEqualTo(404);
    assertThat(told.getString("status")).isEqualTo("activated");
    assertThat(told.getLong("epoch")).isEqualTo(2);
    assertThat(chat("n").statusCode()).isEqualTo(200);
    assertThat(chat("m").statusCode()).isEqualTo(404);
    assertThat(send("GET", "/v1/models", "").body()).contains("\"n\"").doesNotContain("\"m\"");
  }

  @Test
  void whatIsTheSameChangesNothing() throws Exception {
    // When
    JsonObject told = reload();

    // Then
    assertThat(told.getString("status")).isEqualTo("unchanged");
    assertThat(config().getLong("epoch")).isEqualTo(1);
  }

  @Test
  void aBadFileChangesNothingAndSaysWhyEverywhere() throws Exception {
    // Given
    write("providers.yaml", "providers:\n  one: {type: nonsense}\n  two: [\n");

    // When
    HttpResponse<String> refused = send("POST", "/admin/reload", "");

    // Then
    assertThat(refused.statusCode()).isEqualTo(422);
    JsonObject told = new JsonObject(refused.body());
    assertThat(told.getString("because")).contains("providers.yaml:");
    assertThat(told.getJsonArray("findings")).isNotEmpty();
    assertThat(chat("m").statusCode()).isEqualTo(200);
    JsonObject shown = config();
    assertThat(shown.getLong("epoch")).isEqualTo(1);
    assertThat(shown.getBoolean("diverged")).isTrue();
    assertThat(shown.getJsonObject("failure").getString("because"))
        .isEqualTo(told.getString("because"));
    assertThat(send("GET", "/metrics", "").body())
        .containsPattern("litellm_config_reload_failures_total 1\\b")
        .containsPattern("litellm_invalid_model_configs_total [1-9]");
  }

  @Test
  void aFileThatIsGoneChangesNothingAndIsForgivenWhenItIsBack() throws Exception {
    // Given
    String text = Files.readString(folder.resolve("providers.yaml"));
    Files.delete(folder.resolve("providers.yaml"));

    // When it is gone
    JsonObject refused = reload();
    int meanwhile = chat("m").statusCode();

    // When it is back
    write("providers.yaml", text);
    JsonObject back = reload();

    // Then
    assertThat(refused.getString("status")).isEqualTo("refused");
    assertThat(meanwhile).isEqualTo(200);
    assertThat(back.getString("status")).isEqualTo("unchanged");
    assertThat(config().getJsonObject("failure")).isNull();
  }

  @Test
  void aFileThatCanNotBeReadChangesNothing() throws Exception {
    // Given a folder in its place: whoever runs this can not read it
    Files.delete(folder.resolve("providers.yaml"));
    Path unused = Files.createDirectory(folder.resolve("providers.yaml"));

    // When
    JsonObject told = reload();

    // Then
    assertThat(told.getString("status")).isEqualTo("refused");
    assertThat(told.getString("because"))
        .startsWith(folder.resolve("providers.yaml") + " can not be read: it is a folder;");
    assertThat(chat("m").statusCode()).isEqualTo(200);
  }

  @Test
  void aSettingThatNeedsARestartSaysSo() throws Exception {
    // Given
    write("gateway.yaml", "server_settings: {port: 4711, max_header_size: 64KiB}\n");

    // When
    JsonObject told = reload();

    // Then
    assertThat(told.getString("status")).isEqualTo("activated");
    assertThat(told.getJsonArray("needs_restart"))
        .containsExactly("server_settings.port", "server_settings.max_header_size");
  }

  @Test
  void whatWasInForceComesBackByRollback() throws Exception {
    // Given
    String before = Files.readString(folder.resolve("providers.yaml"));
    write("providers.yaml", providers("n"));
    write("gateway.yaml", "server_settings: {max_request_size: 1MiB}\n");
    JsonObject unused = reload();

    // When
    Ran history = Ran.lab("config", "history", "--config", folder.toString());
    Ran diff = Ran.lab("config", "diff", "--config", folder.toString());
    Ran back = Ran.lab("config", "rollback", "--config", folder.toString());
    JsonObject told = reload();

    // Then
    assertThat(history.out().lines()).hasSize(2);
    assertThat(diff.out()).contains("gateway.yaml\n+ 1: server_settings").contains("- 3:");
    assertThat(back.status()).isZero();
    assertThat(folder.resolve("providers.yaml")).hasContent(before);
    assertThat(folder.resolve("gateway.yaml")).doesNotExist();
    assertThat(told.getString("status")).isEqualTo("activated");
    assertThat(chat("m").statusCode()).isEqualTo(200);
  }

  @Test
  void anyNumberOfTheHistoryComesBackAndOneThatIsNotThereIsNamed() throws Exception {
    // Given: number 1 is what the node began with
    String one = Files.readString(folder.resolve("providers.yaml"));
    write("providers.yaml", providers("n"));
    JsonObject unused = reload();
    write("providers.yaml", providers("o"));
    JsonObject unusedToo = reload();

    // When
    Ran first = Ran.lab("config", "rollback", "1", "--config", folder.toString());

    // Then
    assertThat(first.out()).contains("has the files of number 1 again (epoch 1, ");
    assertThat(folder.resolve("providers.yaml")).hasContent(one);

    // When
    Ran second = Ran.lab("config", "rollback", "2", "--config", folder.toString());
    JsonObject told = reload();

    // Then
    assertThat(second.out()).contains("has the files of number 2 again (epoch 2, ");
    assertThat(told.getString("status")).isIn("activated", "unchanged");
    assertThat(chat("n").statusCode()).isEqualTo(200);
    assertThat(chat("o").statusCode()).isEqualTo(404);

    // When
    Ran none = Ran.lab("config", "rollback", "99", "--config", folder.toString());

    // Then
    assertThat(none.status()).isEqualTo(1);
    assertThat(none.err()).contains("the history has no number 99");
    assertThat(folder.resolve("providers.yaml")).hasContent(providers("n"));
  }
}
