package lab.health.poll;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import lab.contract.ModelName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelListTest {
  private static final String OLLAMA =
      """
      {"models":[
        {"name":"llama3.1:latest","model":"llama3.1:latest","size":1,
         "details":{"name":"decoy","families":["llama"]},"capabilities":["completion"]},
        {"name":"qwen:7b","details":null}]}
      """;

  @Test
  void ollamaListsItsModelsByName() {
    assertThat(read(ModelList.OLLAMA, OLLAMA)).contains(names("llama3.1:latest", "qwen:7b"));
  }

  @Test
  void openAiServersListTheirModelsById() {
    String body =
        """
        {"object":"list","data":[
          {"id":"a/b","object":"model","permission":[{"id":"decoy"}]},
          {"object":"model","id":"c","meta":{"id":"decoy"}}]}
        """;

    assertThat(read(ModelList.OPENAI, body)).contains(names("a/b", "c"));
  }

  @Test
  void llamaCppListsItsModelInBothShapesAtOnce() {
    String body =
        """
        {"models":[{"name":"/m/a.gguf","id":"decoy"}],"object":"list","data":[{"id":"a"}]}
        """;

    assertThat(read(ModelList.OPENAI, body)).contains(names("a"));
  }

  @Test
  void aListMayComeWithoutAnObjectAroundIt() {
    assertThat(read(ModelList.OPENAI, "[{\"id\":\"a\"},{\"id\":\"b\"}]")).contains(names("a", "b"));
  }

  @Test
  void whatHasNoUsableNameIsPassedOver() {
    String body = "{\"data\":[{\"id\":7},{\"id\":\"\"},{},null,[{\"id\":\"x\"}],3,{\"id\":\"a\"}]}";

    assertThat(read(ModelList.OPENAI, body)).contains(names("a"));
  }

  @Test
  void aNameThatIsListedTwiceCountsOnce() {
    assertThat(read(ModelList.OPENAI, "[{\"id\":\"a\"},{\"id\":\"a\"}]")).contains(names("a"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Ollama is running",
        "<html></html>",
        "{}",
        "null",
        "7",
        "{\"models\":null}",
        "{\"models\":{\"name\":\"a\"}}",
        "{\"data\":[{\"id\":\"a\"}]}"
      })
  void whatIsNoSuchListHasNoNames(String body) {
    assertThat(read(ModelList.OLLAMA, body)).isEmpty();
  }

  @Test
  void aListThatIsCutOffAnywhereIsNoList() {
    // Given
    byte[] whole = OLLAMA.strip().getBytes(UTF_8);
    int end = OLLAMA.strip().lastIndexOf(']');

    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);

      // When
      Optional<List<ModelName>> read = ModelList.OLLAMA.read(cut);

      // Then
      assertThat(read.isPresent()).as("cut after %s bytes", length).isEqualTo(length > end);
    }
  }

  @Test
  void deepNestingIsNoList() {
    byte[] deep = "[".repeat(1_000_000).getBytes(UTF_8);

    assertThatCode(() -> assertThat(ModelList.OPENAI.read(deep)).isEmpty())
        .doesNotThrowAnyException();
  }

  private static Optional<List<ModelName>> read(ModelList shape, String body) {
    return shape.read(body.getBytes(UTF_8));
  }

  private static List<ModelName> names(String... names) {
    return Arrays.stream(names).map(ModelName::new).toList();
  }
}
