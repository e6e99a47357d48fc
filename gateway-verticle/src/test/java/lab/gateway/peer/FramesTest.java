package lab.gateway.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import lab.contract.Usage;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FramesTest {
  /** What a reader told, as text. */
  private static final class Told implements Frames.Reading {
    private final List<String> frames = new ArrayList<>();

    @Override
    public void frame(byte kind, Buffer payload) {
      frames.add((char) kind + ":" + payload);
    }

    @Override
    public void broken() {
      frames.add("broken");
    }
  }

  @Property(tries = 200)
  void howeverTheBytesAreCutTheFramesAreTheSame(
      @ForAll @Size(min = 1, max = 6) List<@IntRange(min = 1, max = 40) Integer> lengths,
      @ForAll @IntRange(min = 1, max = 30) int cut) {
    // Given
    Buffer all = Buffer.buffer();
    List<String> expected = new ArrayList<>();
    for (int length : lengths) {
      String payload = "x".repeat(length);
      expected.add("P:" + payload);
      Buffer unused = all.appendBuffer(Frames.of(Frames.PIECE, Buffer.buffer(payload)));
    }
    Told told = new Told();
    Handler<Buffer> reader = Frames.reader(told);

    // When
    for (int at = 0; at < all.length(); at += cut) {
      reader.handle(all.getBuffer(at, Math.min(all.length(), at + cut)));
    }

    // Then
    assertThat(told.frames).isEqualTo(expected);
  }

  @Test
  void aLengthThatNoNodeWritesIsTold() {
    // Given
    Told told = new Told();

    // When
    Frames.reader(told).handle(Buffer.buffer().appendByte(Frames.PIECE).appendInt(-1));

    // Then
    assertThat(told.frames).containsExactly("broken");
  }

  @Test
  void whatIsSaidAtTheEndIsReadAsItWasSaid() {
    // Given
    End kept =
        new End(
            new Usage(3, 4),
            new End.Kept("p", "m", true, 5, Duration.ofSeconds(6), Duration.ofMillis(7)));
    End notKept = new End(Usage.UNKNOWN, null);

    // Then
    assertThat(End.read(kept.json())).isEqualTo(kept);
    assertThat(End.read(notKept.json())).isEqualTo(notKept);
  }
}
