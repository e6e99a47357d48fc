package lab.gateway.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

class GrowingBytesTest {

  @Property
  void whatWasAddedIsThere(@ForAll @Size(max = 20) List<byte @Size(max = 9_000) []> pieces) {
    // Given
    Buffer all = Buffer.buffer();
    pieces.forEach(all::appendBytes);
    GrowingBytes announced = GrowingBytes.announced(all.length());
    GrowingBytes chunked = GrowingBytes.upTo(all.length() + 100);

    // When
    for (byte[] piece : pieces) {
      announced.append(Buffer.buffer(piece));
      chunked.append(Buffer.buffer(piece));
    }

    // Then
    assertThat(announced.length()).isEqualTo(all.length());
    assertThat(announced.toArray()).isEqualTo(all.getBytes());
    assertThat(chunked.toArray()).isEqualTo(all.getBytes());
  }

  @Property(tries = 1)
  void whatComesAsAnnouncedIsNotCopiedOnceMore() {
    // Given
    GrowingBytes bytes = GrowingBytes.announced(200_000);

    // When
    for (int i = 0; i < 200; i++) {
      bytes.append(Buffer.buffer(new byte[1_000]));
    }

    // Then
    assertThat(bytes.toArray()).isSameAs(bytes.toArray()).hasSize(200_000);
  }
}
