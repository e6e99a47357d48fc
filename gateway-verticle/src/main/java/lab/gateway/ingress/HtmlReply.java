package lab.gateway.ingress;

import io.netty.util.AsciiString;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import lab.gateway.call.Replies;

/** Pages for people: a browser may load nothing for them, nor show them inside another page. */
final class HtmlReply {
  private static final CharSequence HTML = AsciiString.cached("text/html; charset=utf-8");
  private static final String POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'none'";

  private HtmlReply() {}

  /** Answers 200 with a page. */
  static void send(HttpServerRequest request, String page) {
    MultiMap headers = request.response().headers();
    headers.set("content-security-policy", POLICY);
    headers.set("x-content-type-options", "nosniff");
    headers.set("x-frame-options", "DENY");
    headers.set("referrer-policy", "no-referrer");
    headers.set("cache-control", "no-store");
    Replies.text(request, HTML, page);
  }
}
