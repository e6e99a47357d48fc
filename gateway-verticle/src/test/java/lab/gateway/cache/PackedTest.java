package lab.gateway.cache;

import static lab.gateway.cache.Answers.piece;
import static lab.gateway.cache.Answers.stored;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PackedTest {
  private static final StoredAnswer STORED =
      stored(Duration.ofSeconds(60), piece("data: é\n\n"), piece("data: [DONE]\n\n"));

  @Test
  void whatWasPackedIsTheSameAnswer() {
    // When
    StoredAnswer read = Objects.requireNonNull(Packed.unpack("k", Packed.pack("k", STORED)));

    // Then
    assertThat(read)
        .usingRecursiveComparison()
        .withEqualsForType(Arrays::equals, byte[].class)
        .isEqualTo(STORED);
  }

  @Test
  void whatWasPackedBeforeThePaceWasKeptIsAnAnswerWithoutOne() {
    // Given
    StoredAnswer none = withPace(Pace.UNKNOWN);
    byte[] old = Packed.packed(Arrays.copyOf(text(none), text(none).length - Integer.BYTES));

    // When
    StoredAnswer read = Objects.requireNonNull(Packed.unpack("k", old));

    // Then
    assertThat(read)
        .usingRecursiveComparison()
        .withEqualsForType(Arrays::equals, byte[].class)
        .isEqualTo(none);
  }

  @Test
  void aPaceOfMorePiecesThanThereAreIsDamage() {
    assertThat(Packed.unpack("k", Packed.pack("k", withPace(Pace.of(0, 1, 2))))).isNull();
  }

  private static StoredAnswer withPace(Pace pace) {
    return new StoredAnswer(
        STORED.answer(),
        STORED.by(),
        STORED.fallback(),
        STORED.storedAt(),
        STORED.keptFor(),
        STORED.took(),
        pace);
  }

  private static byte[] text(StoredAnswer answer) {
    return Packed.text("k", answer);
  }

  @Test
  void underAnotherKeyItIsNone() {
    assertThat(Packed.unpack("other", Packed.pack("k", STORED))).isNull();
  }

  @Property(tries = 500)
  void whatWasDamagedOrCutIsNone(@ForAll long seed, @ForAll @IntRange(max = 2) int how) {
    // Given
    Random random = new Random(seed);
    byte[] packed = Packed.pack("k", STORED);
    byte[] damaged =
        switch (how) {
          case 0 -> Arrays.copyOf(packed, random.nextInt(packed.length));
          case 1 -> {
            packed[random.nextInt(packed.length)] ^= (byte) (1 + random.nextInt(255));
            yield packed;
          }
          default -> {
            byte[] noise = new byte[random.nextInt(100)];
            random.nextBytes(noise);
            yield noise;
          }
        };

    // When
    StoredAnswer read = Packed.unpack("k", damaged);

    // Then
    assertThat(read).isNull();
  }

  @Test
  void aLongAnswerBecomesSmall() {
    // Given
    StoredAnswer large = stored(Duration.ofSeconds(60), piece("data: word\n\n".repeat(10_000)));

    // When
    byte[] packed = Packed.pack("k", large);

    // Then
    assertThat(packed.length).isLessThan(large.answer().length() / 10);
  }
}
