package lab.gateway.peer;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import lab.contract.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * Which answer of which node: the node is in it, so that a request for one is none for another.
 *
 * @param node who leads
 * @param key of the answer, its namespace included
 */
record PeerPath(NodeId node, String key) {
  private static final String BEGIN = "/flights/";

  /** As it stands in a request. */
  String text() {
    return BEGIN + encoded(node.value()) + '/' + encoded(key);
  }

  /** What a request asks for, or null where it is none. */
  static @Nullable PeerPath of(String text) {
    if (!text.startsWith(BEGIN)) {
      return null;
    }
    String rest = text.substring(BEGIN.length());
    int slash = rest.indexOf('/');
    if (slash < 1 || slash == rest.length() - 1) {
      return null;
    }
    try {
      return new PeerPath(
          new NodeId(decoded(rest.substring(0, slash))), decoded(rest.substring(slash + 1)));
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
