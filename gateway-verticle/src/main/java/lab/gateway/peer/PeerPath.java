package lab.gateway.peer;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import lab.contract.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * Which answer of which node: the node is in it, so that a request for one is none for another.
 *
 * @param kind what it is to that node
 * @param node who leads, or keeps it
 * @param key of the answer, its namespace or its caller included
 */
record PeerPath(Kind kind, NodeId node, String key) {
  /** What an answer is to its node. */
  enum Kind {
    /** Under way. */
    FLIGHT("/flights/"),
    /** Kept, for who goes on from it. */
    RESPONSE("/responses/");

    private final String begin;

    Kind(String begin) {
      this.begin = begin;
    }
  }

  /** As it stands in a request. */
  String text() {
    return kind.begin + encoded(node.value()) + '/' + encoded(key);
  }

  /** What a request asks for, or null where it is none. */
  static @Nullable PeerPath of(String text) {
    return Arrays.stream(Kind.values())
        .filter(kind -> text.startsWith(kind.begin))
        .findFirst()
        .map(kind -> of(kind, text.substring(kind.begin.length())))
        .orElse(null);
  }

  private static @Nullable PeerPath of(Kind kind, String rest) {
    int slash = rest.indexOf('/');
    if (slash < 1 || slash == rest.length() - 1) {
      return null;
    }
    try {
      return new PeerPath(
          kind, new NodeId(decoded(rest.substring(0, slash))), decoded(rest.substring(slash + 1)));
    } catch (IllegalArgumentException noEncoding) {
      return null;
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
