package lab.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrintedTest {
  /** Takes nothing, for a reason. */
  private static final class Full extends OutputStream {
    private final String reason;

    Full(String reason) {
      this.reason = reason;
    }

    @Override
    public void write(int one) throws IOException {
      throw new IOException(reason);
    }
  }

  @Test
  void whatIsPrintedArrivesAndIsWhole() {
    // Given
    ByteArrayOutputStream to = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Printed printed = new Printed(to);

    // When
    new PrintStream(printed, true, UTF_8).print("größer\n");

    // Then
    assertThat(printed.whole(new PrintStream(err, true, UTF_8))).isTrue();
    assertThat(to.toString(UTF_8)).isEqualTo("größer\n");
    assertThat(err.toString(UTF_8)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"No space left on device,false", "Broken pipe,true"})
  void whatCanNotBePrintedIsLostUnlessNobodyWantsIt(String reason, boolean whole) {
    // Given
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Printed printed = new Printed(new Full(reason));

    // When
    new PrintStream(printed, true, UTF_8).println("a key");

    // Then
    assertThat(printed.whole(new PrintStream(err, true, UTF_8))).isEqualTo(whole);
    assertThat(err.toString(UTF_8))
        .isEqualTo(
            whole
                ? ""
                : "lab: not all of the output could be written: No space left on device"
                    + System.lineSeparator());
  }

  @Test
  void aCommandWhoseOutputIsLostFails() throws Exception {
    // Given
    File full = new File("/dev/full");
    assumeTrue(full.exists(), "no device that takes nothing");
    Process lab =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "keys",
                "new",
                "team-a")
            .redirectOutput(full)
            .start();

    // When
    String err = new String(lab.getErrorStream().readAllBytes(), UTF_8);

    // Then
    assertThat(lab.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(lab.exitValue()).isEqualTo(1);
    assertThat(err).startsWith("lab: not all of the output could be written: ");
  }
}
