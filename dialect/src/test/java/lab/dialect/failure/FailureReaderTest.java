package lab.dialect.failure;

import static lab.dialect.failure.Errors.inside200;
import static lab.dialect.failure.Errors.read;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import lab.contract.FailureKind;
import lab.dialect.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureReaderTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'error':{'message':'said'}}",
        "{'error':'said'}",
        "{'detail':'said'}",
        "{'detail':[{'loc':['body','x'],'msg':'said','type':'value_error'}]}",
        "{'message':'said'}",
        "{'error':null,'message':'said'}",
        "{'error':'said','error_type':'generation'}",
        "{'choices':[{'error':{'message':'said'}}]}",
        "[{'error':{'message':'said'}}]",
        "<html><head><title>said</title></head><body>nginx</body></html>",
        "<!doctype html><HTML><TITLE lang='en'> said </TITLE>",
        "said"
      })
  void theProvidersWordsAreFoundInEveryForm(String body) {
    assertThat(read(400, body.replace('\'', '"')).message()).isEqualTo("said");
  }

  @Test
  void codeAndParameterAreKept() {
    Failure failure =
        read(400, "{\"error\":{\"message\":\"m\",\"type\":\"t\",\"code\":7,\"param\":\"p\"}}");

    assertThat(failure.code()).isEqualTo("7");
    assertThat(failure.param()).isEqualTo("p");
  }

  @Test
  void anErrorWithoutATextSaysAtLeastWhatCame() {
    assertThat(read(502, "").message()).contains("502");
    assertThat(read(502, "{}").message()).contains("502");
    assertThat(inside200("{\"error\":{\"code\":500}}").message()).isNotEmpty();
  }

  @Test
  void anAnswersContentIsNeverTakenForTheErrorsText() {
    Failure failure =
        inside200(
            "{\"choices\":[{\"finish_reason\":\"error\",\"delta\":{\"content\":\"secret\"}}]}");

    assertThat(failure.kind()).isEqualTo(FailureKind.SERVER);
    assertThat(failure.message()).doesNotContain("secret");
  }

  @Test
  void aPageOfNothingButBeginsOfTitlesIsReadInOneGo() {
    // Given
    String page = "<title".repeat(64 * 1024 / 6);
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadCpuTime();

    // When: a look from each of them to the end would take seconds
    for (int i = 0; i < 100; i++) {
      assertThat(read(500, page).message()).startsWith("<title");
    }

    // Then
    assertThat(Duration.ofNanos(threads.getCurrentThreadCpuTime() - before))
        .isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void aLongMessageIsCut() {
    assertThat(read(500, "x".repeat(100_000)).message())
        .hasSizeLessThanOrEqualTo(Failure.MOST_CHARACTERS + 3);
  }

  @Test
  void aCompressedErrorIsOpened() throws IOException {
    byte[] body = gzip("{\"error\":{\"code\":\"insufficient_quota\",\"message\":\"broke\"}}");

    Failure failure = FailureReader.ofResponse(429, name -> null, body);

    assertThat(failure.kind()).isEqualTo(FailureKind.CREDITS);
    assertThat(failure.message()).isEqualTo("broke");
  }

  @Test
  void aCompressedErrorThatWasCutOffIsReadAsFarAsItGoes() throws IOException {
    byte[] body = gzip("Loading model " + "x".repeat(10_000));

    Failure failure =
        FailureReader.ofResponse(503, name -> null, Arrays.copyOf(body, body.length - 9));

    assertThat(failure.kind()).isEqualTo(FailureKind.LOADING);
  }

  @Test
  void aSmallBodyThatOpensIntoAFloodIsReadToItsLimit() throws IOException {
    byte[] body = gzip("x".repeat(50_000_000));

    Failure failure = FailureReader.ofResponse(500, name -> null, body);

    assertThat(failure.message()).startsWith("xxx");
  }

  @Test
  void noBytesMakeTheReaderThrow() {
    var random = new Random(42);
    String seed =
        "{\"error\":{\"message\":\"m\",\"code\":429,\"metadata\":{\"reasons\":[1]}},"
            + "\"availability\":{\"retry_after\":1},\"detail\":[{\"msg\":\"x\"}],\"choices\":[{}]}";
    for (int round = 0; round < 20_000; round++) {
      byte[] body = seed.getBytes(StandardCharsets.UTF_8);
      int changes = random.nextInt(8);
      for (int change = 0; change < changes; change++) {
        body[random.nextInt(body.length)] = (byte) random.nextInt(256);
      }
      int status = 300 + random.nextInt(300);
      String value = new String(new char[] {(char) random.nextInt(128), '1', 's'});

      assertThat(FailureReader.ofResponse(status, name -> value, body)).isNotNull();
      assertThat(FailureReader.ofObject(body)).isNotNull();
    }
  }

  private static byte[] gzip(String text) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }
}
