package lab.gateway.peer;

import static org.assertj.core.api.Assertions.assertThat;

import lab.contract.NodeId;
import lab.gateway.peer.PeerPath.Kind;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeerPathTest {
  @Property
  void whatIsWrittenIsRead(
      @ForAll Kind kind, @ForAll @NotEmpty String node, @ForAll @NotEmpty String key) {
    Assume.that(isText(node) && isText(key));
    PeerPath path = new PeerPath(kind, new NodeId(node), key);

    assertThat(PeerPath.of(path.text())).isEqualTo(path);
  }

  /** Half a character can not be encoded; JSON and names have none. */
  private static boolean isText(String text) {
    return text.chars().noneMatch(letter -> Character.isSurrogate((char) letter));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/flights",
        "/flights/",
        "/flights/a",
        "/flights/a/",
        "/flights//key",
        "/responses/a/",
        "/others/a/key"
      })
  void whatIsNoneIsNone(String text) {
    assertThat(PeerPath.of(text)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/flights/a/%", "/flights/%zz/key"})
  void whatCanNotBeDecodedIsNone(String text) {
    assertThat(PeerPath.of(text)).isNull();
  }
}
