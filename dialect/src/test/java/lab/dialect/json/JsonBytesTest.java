package lab.dialect.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class JsonBytesTest {
  private static final ObjectMapper JACKSON = new ObjectMapper();

  @Property
  void aStringIsReadBackByEveryParser(@ForAll String text) throws Exception {
    // When
    String written = written(text);
    // Then
    String whole = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    assertThat(JACKSON.readValue(written, String.class).replace('\uFFFD', '?'))
        .isEqualTo(whole.replace('\uFFFD', '?'));
  }

  @Test
  void noCharacterEndsALineForAnybody() throws Exception {
    // Given
    String all =
        IntStream.rangeClosed(0, 0xFFFF)
            .filter(c -> !Character.isSurrogate((char) c))
            .mapToObj(Character::toString)
            .reduce("", String::concat);
    // When
    String written = written(all);
    // Then
    assertThat(written).doesNotContainPattern("\\R").contains("\\u0085", "\\u2028", "\\u2029");
    assertThat(JACKSON.readValue(written, String.class)).isEqualTo(all);
  }

  private static String written(String text) {
    return new String(new JsonBytes().string(text).taken(), StandardCharsets.UTF_8);
  }
}
