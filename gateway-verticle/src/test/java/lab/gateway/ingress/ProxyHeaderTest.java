package lab.gateway.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import lab.gateway.ingress.ProxyHeader.Said;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyHeaderTest {
  private static final String BINARY = "0d0a0d0a000d0a515549540a";
  private static final String AFTER = "GET / HTTP/1.1\r\n";

  private static ByteBuf text(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
  }

  private static ByteBuf binary(String rest) {
    return Unpooled.wrappedBuffer(
        ByteBufUtil.decodeHexDump(BINARY + rest), AFTER.getBytes(StandardCharsets.US_ASCII));
  }

  private static Said.Client client(ByteBuf bytes) {
    return (Said.Client) ProxyHeader.of(bytes);
  }

  @ParameterizedTest
  @CsvSource({
    "PROXY TCP4 192.0.2.7 192.0.2.1 4711 443, 192.0.2.7, 4711",
    "PROXY TCP6 2001:db8::7 2001:db8::1 65535 443, 2001:db8:0:0:0:0:0:7, 65535"
  })
  void wordsTellTheClient(String header, String address, int port) {
    Said.Client said = client(text(header + "\r\n" + AFTER));

    assertThat(said.length()).isEqualTo(header.length() + 2);
    assertThat(said.client())
        .isEqualTo(new InetSocketAddress(InetAddress.ofLiteral(address), port));
  }

  @ParameterizedTest
  @CsvSource({
    "2111000cc0000207c0000201126701bb, 192.0.2.7, 4711, 28",
    // With something more after the addresses, which nobody needs.
    "21110010c0000207c0000201126701bb04000178, 192.0.2.7, 4711, 32",
    "2121002420010db800000000000000000000000720010db8000000000000000000000001ffff01bb,"
        + " 2001:db8:0:0:0:0:0:7, 65535, 52"
  })
  void bytesTellTheClient(String rest, String address, int port, int length) {
    Said.Client said = client(binary(rest));

    assertThat(said.length()).isEqualTo(length);
    assertThat(said.client())
        .isEqualTo(new InetSocketAddress(InetAddress.ofLiteral(address), port));
  }

  @ParameterizedTest
  @ValueSource(strings = {"20000000", "20110000", "21000000", "21310002abcd"})
  void aProxyThatSpeaksForItselfOrDoesNotSayHasNoClient(String rest) {
    assertThat(client(binary(rest)).client()).isNull();
    assertThat(client(text("PROXY UNKNOWN\r\n")).client()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        AFTER,
        "PROXY TCP4 192.0.2.7 192.0.2.1 4711\r\n",
        "PROXY TCP4 2001:db8::7 2001:db8::1 4711 443\r\n",
        "PROXY TCP4 somebody 192.0.2.1 4711 443\r\n",
        "PROXY TCP4 192.0.2.7 192.0.2.1 65536 443\r\n",
        "PROXY TCP4 192.0.2.7 192.0.2.1 4711 443\n",
        "PROXY UDP4 192.0.2.7 192.0.2.1 4711 443\r\n",
        "PROXY TCP4 192.0.2.7 192.0.2.1 4711 443 and so on, for longer than any header may be,"
            + " without an end of its line",
        "\r\n\r\nGET"
      })
  void whatIsNoHeaderIsNone(String bytes) {
    assertThat(ProxyHeader.of(text(bytes))).isInstanceOf(Said.Nothing.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1111000cc0000207c0000201126701bb", // version 1
        "2211000cc0000207c0000201126701bb", // a command that there is not
        "2112000cc0000207c0000201126701bb", // UDP
        "21110004c0000207", // too short for what it says
        "2111ffff" // too long
      })
  void bytesThatAreNoHeaderAreNone(String rest) {
    assertThat(ProxyHeader.of(binary(rest))).isInstanceOf(Said.Nothing.class);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aHeaderThatComesInPartsIsWaitedFor(boolean inWords) {
    // Given
    ByteBuf all =
        inWords
            ? text("PROXY TCP4 192.0.2.7 192.0.2.1 4711 443\r\n")
            : binary("2111000cc0000207c0000201126701bb").slice(0, 28);

    // Then
    for (int come = 0; come < all.readableBytes(); come++) {
      assertThat(ProxyHeader.of(all.slice(0, come))).isInstanceOf(Said.More.class);
    }
    assertThat(client(all).client()).isEqualTo(new InetSocketAddress("192.0.2.7", 4711));
  }

  @Property
  void anyBytesAreReadAsSomething(@ForAll @Size(max = 60) byte[] rest, @ForAll boolean inWords) {
    // Given
    byte[] start = inWords ? "PROXY ".getBytes(StandardCharsets.US_ASCII) : binaryStart();
    ByteBuf bytes = Unpooled.wrappedBuffer(start, rest);

    // Then: within what has come, and without moving
    if (ProxyHeader.of(bytes) instanceof Said.Client said) {
      assertThat(said.length()).isBetween(start.length, start.length + rest.length);
    }
    assertThat(bytes.readableBytes()).isEqualTo(start.length + rest.length);
  }

  private static byte[] binaryStart() {
    return ByteBufUtil.decodeHexDump(BINARY + "21");
  }
}
