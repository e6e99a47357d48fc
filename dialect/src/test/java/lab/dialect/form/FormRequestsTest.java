package lab.dialect.form;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Random;
import lab.contract.ModelName;
import lab.contract.Operation;
import lab.dialect.RequestReading;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Forms: the model is found in them, and all else passes as it came. */
class FormRequestsTest {
  private static final String TYPE = "multipart/form-data; boundary=xyz";
  private static final String FILE =
      part(
          "Content-Disposition: form-data; name=\"file\"; filename=\"a.wav\"",
          "RIFF\r\n--xy\r\n\r\n");
  private static final String MODEL =
      "--xyz\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\n%s\r\n";
  private static final String END = "--xyz--\r\n";

  private static String part(String head, String value) {
    return "--xyz\r\n%s\r\n\r\n%s\r\n".formatted(head, value);
  }

  private static RequestReading read(String type, String body) {
    return FormRequests.read(Operation.TRANSCRIPTION, type, body.getBytes(UTF_8));
  }

  private static FormCall understood(String type, String body) {
    return switch (read(type, body)) {
      case RequestReading.Understood(FormCall call) -> call;
      case RequestReading other -> throw new AssertionError(other);
    };
  }

  private static String sent(FormCall call, String model) {
    return new String(call.bodyFor(new ModelName(model)), UTF_8);
  }

  @Test
  void theModelIsAField() {
    // When
    FormCall call = understood(TYPE, FILE + MODEL.formatted("whisper-1") + END);

    // Then
    assertThat(call.model()).isEqualTo(new ModelName("whisper-1"));
    assertThat(call.contentType()).isEqualTo(TYPE);
    assertThat(call.streamed()).isFalse();
  }

  @Test
  void nothingChangesButTheModel() {
    // Given
    FormCall call = understood(TYPE, FILE + MODEL.formatted("whisper-1") + FILE + END);

    // When
    String sent = sent(call, "large");

    // Then
    assertThat(sent).isEqualTo(FILE + MODEL.formatted("large") + FILE + END);
  }

  @Test
  void theVeryBytesAreSentWhereTheNameIsTheSame() {
    // Given
    byte[] body = (FILE + MODEL.formatted("m") + END).getBytes(UTF_8);

    // When
    RequestReading reading = FormRequests.read(Operation.IMAGE_EDIT, TYPE, body);

    // Then
    assertThat(reading)
        .isInstanceOfSatisfying(
            RequestReading.Understood.class,
            understood ->
                assertThat(((FormCall) understood.call()).bodyFor(new ModelName("m")))
                    .isSameAs(body));
  }

  @Test
  void aFormWithoutAModelGetsOne() {
    // Given
    FormCall call = understood(TYPE, "preamble\r\n" + FILE + END);

    // When
    FormCall again = understood(TYPE, sent(call, "large"));

    // Then
    assertThat(call.model()).isNull();
    assertThat(again.model()).isEqualTo(new ModelName("large"));
    assertThat(sent(call, "large")).startsWith("preamble\r\n--xyz\r\n").endsWith(FILE + END);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "multipart/form-data; boundary=xyz",
        "Multipart/Form-Data;charset=utf-8;BOUNDARY=\"xyz\"",
        "multipart/form-data; x=\"a;boundary=no\"; boundary = xyz",
      })
  void theBoundaryIsAParameterOfTheType(String type) {
    // When
    FormCall call = understood(type, MODEL.formatted(" m ") + END);

    // Then
    assertThat(FormRequests.isForm(type)).isTrue();
    assertThat(call.model()).isEqualTo(new ModelName("m"));
  }

  @ParameterizedTest
  @CsvSource({
    "application/json",
    "multipart/form-database; boundary=xyz",
    "multipart/mixed; boundary=xyz",
  })
  void otherTypesAreNoForms(String type) {
    // When, Then
    assertThat(FormRequests.isForm(type)).isFalse();
    assertThat(FormRequests.isForm(null)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Disposition: form-data; name=model",
        "content-disposition:form-data;name=\"model\"",
        "X: y\r\nCONTENT-DISPOSITION: form-data; filename=\"name=x\"; name=\"model\"",
        "Content-Disposition: form-data; filename=\"a\\\"; name=b\"; name=\"mo\\del\"",
      })
  void theFieldIsFoundHoweverItsHeadIsWritten(String head) {
    // When
    FormCall call = understood(TYPE, "--xyz \t\r\n" + head + "\r\n\r\nm\r\n" + END);

    // Then
    assertThat(call.model()).isEqualTo(new ModelName("m"));
  }

  @Test
  void partsMayHaveNoHeadAndNoValue() {
    // When
    FormCall call =
        understood(TYPE, "--xyz\r\n\r\nheadless\r\n" + MODEL.formatted("") + FILE + END);

    // Then
    assertThat(call.model()).isNull();
    assertThat(sent(call, "m"))
        .isEqualTo("--xyz\r\n\r\nheadless\r\n" + MODEL.formatted("m") + FILE + END);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "multipart/form-data | x | its Content-Type has no boundary of 1 to 200 characters",
        "multipart/form-data; boundary= | x | its Content-Type has no boundary of 1 to 200",
        "multipart/form-data; boundary=xyz | x | it has no boundary",
        "multipart/form-data; boundary=xyz | --xyzz | a boundary is not alone on its line",
        "multipart/form-data; boundary=xyz | --xyz | a boundary is not alone on its line",
      })
  void whatIsNoFormIsTold(String type, String body, String why) {
    // When
    RequestReading reading = read(type, body);

    // Then
    assertThat(reading)
        .isInstanceOfSatisfying(
            RequestReading.Malformed.class,
            malformed -> {
              assertThat(malformed.message())
                  .startsWith("the body is not valid multipart/form-data: " + why);
              assertThat(malformed.code()).isEqualTo("invalid_form");
            });
  }

  @Test
  void aFormThatIsCutOffIsTold() {
    // Given
    String whole = FILE + MODEL.formatted("m") + "--xyz--";

    for (int length = 0; length < whole.length(); length++) {
      // When
      RequestReading reading = read(TYPE, whole.substring(0, length));

      // Then
      assertThat(reading)
          .as(whole.substring(0, length))
          .isInstanceOf(RequestReading.Malformed.class);
    }
    assertThat(read(TYPE, whole)).isInstanceOf(RequestReading.Understood.class);
  }

  @Test
  void oneModelIsEnough() {
    // When
    RequestReading reading = read(TYPE, MODEL.formatted("a") + MODEL.formatted("b") + END);

    // Then
    assertThat(reading)
        .isEqualTo(
            new RequestReading.Malformed(
                "the field model is given twice; it must be there once", "model", "duplicate_key"));
  }

  @Test
  void namesHeadsAndPartsAreBounded() {
    // When
    RequestReading name = read(TYPE, MODEL.formatted("m".repeat(1_025)) + END);
    RequestReading head = read(TYPE, "--xyz\r\nX: " + "y".repeat(9_000) + "\r\n\r\n" + END);
    RequestReading parts = read(TYPE, "--xyz\r\n\r\n\r\n".repeat(1_001) + END);

    // Then
    assertThat(name).extracting("param").isEqualTo("model");
    assertThat(head).extracting("message").asString().endsWith("does not end within 8192 bytes");
    assertThat(parts).extracting("message").asString().endsWith("it has more than 1000 parts");
  }

  @Property(tries = 300)
  void anyBytesPassThrough(@ForAll byte[] file, @ForAll long seed) {
    // Given: a file that holds all but the boundary
    String boundary = "b" + Long.toHexString(new Random(seed).nextLong());
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    write(body, "--" + boundary + "\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\n");
    body.writeBytes(file);
    write(body, "\r\n--" + boundary + "\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\n");
    int at = body.size();
    write(body, "m\r\n--" + boundary + "--");

    // When
    FormCall call = understood("multipart/form-data; boundary=" + boundary, body.toByteArray());

    // Then
    byte[] sent = call.bodyFor(new ModelName("other"));
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    expected.write(body.toByteArray(), 0, at);
    write(expected, "other\r\n--" + boundary + "--");
    assertThat(sent).isEqualTo(expected.toByteArray());
  }

  private static FormCall understood(String type, byte[] body) {
    return switch (FormRequests.read(Operation.TRANSCRIPTION, type, body)) {
      case RequestReading.Understood(FormCall call) -> call;
      case RequestReading other -> throw new AssertionError(other);
    };
  }

  private static void write(ByteArrayOutputStream to, String text) {
    to.writeBytes(text.getBytes(ISO_8859_1));
  }
}
