package lab.gateway.ingress;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.util.stream.Collectors;
import lab.config.Configuration;
import lab.config.ProviderStatus;

/** {@code GET /}: what this is, and where to go. */
final class HomePage {
  private final String model;
  private final String providers;

  /**
   * @param model a name that the page's example may ask for
   */
  HomePage(Configuration configuration, String model) {
    this.model = escape(model);
    this.providers =
        configuration.providers().values().stream()
            .filter(provider -> provider.status() == ProviderStatus.ACTIVE)
            .map(
                provider ->
                    "<tr><td><b>%s</b></td><td><span>%s, %d model%s</span></td></tr>"
                        .formatted(
                            escape(provider.name().value()),
                            provider.type().label(),
                            provider.models().size(),
                            provider.models().size() == 1 ? "" : "s"))
            .collect(Collectors.joining("\n"));
  }

  /** The page, with the address under which this client came. */
  String html(HttpServerRequest request) {
    HostAndPort asked = request.authority();
    String address =
        asked == null ? "localhost:" + request.localAddress().port() : asked.toString();
    return """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>LAB gateway</title>
        <style>
        :root { color-scheme: light dark }
        body { font: 16px/1.5 system-ui, sans-serif; max-width: 42rem; margin: 3rem auto; padding: 0 1rem }
        code, pre { font: 14px/1.5 ui-monospace, monospace }
        pre { padding: .8rem 1rem; overflow-x: auto; background: #8882; border-radius: 6px }
        td span { opacity: .7 }
        table { border-spacing: 0 }
        td { padding: .1rem 1rem .1rem 0; vertical-align: top }
        </style>
        </head>
        <body>
        <h1>LAB gateway</h1>
        <p>One OpenAI-compatible address in front of the model servers below. Point a client at
        <code>/v1</code> on this host.</p>
        <pre>curl -N %s://%s/v1/chat/completions \\
          -H 'content-type: application/json' \\
          -d '{"model": "%s", "stream": true,
               "messages": [{"role": "user", "content": "Hello"}]}'</pre>
        <table>
        <tr><td><a href="/v1/models"><code>/v1/models</code></a></td><td>the names that can be asked for, each with its provider</td></tr>
        <tr><td><code>/v1/chat/completions</code></td><td>chat, streamed or not</td></tr>
        <tr><td><code>/v1/completions</code></td><td>text completions</td></tr>
        <tr><td><code>/v1/embeddings</code></td><td>embeddings</td></tr>
        <tr><td><code>/v1/responses</code></td><td>OpenAI's Responses</td></tr>
        <tr><td><code>/v1/messages</code></td><td>for clients of Anthropic</td></tr>
        <tr><td><code>/api/chat</code></td><td>for clients of Ollama, whose other paths are there too</td></tr>
        <tr><td><a href="/routes"><code>/routes</code></a></td><td>all paths</td></tr>
        <tr><td><code>/admin/route</code></td><td>who would get a request, and why: post it there, nothing is sent on</td></tr>
        <tr><td><a href="/admin/providers"><code>/admin/providers</code></a></td><td>how each provider stands</td></tr>
        <tr><td><a href="/admin/cluster"><code>/admin/cluster</code></a></td><td>the nodes, as this one hears them, and who polls whom</td></tr>
        <tr><td><a href="/admin/config"><code>/admin/config</code></a></td><td>what is in force, and what was before</td></tr>
        <tr><td><a href="/admin/requests"><code>/admin/requests</code></a></td><td>the requests that ended last</td></tr>
        <tr><td><a href="/admin/stats"><code>/admin/stats</code></a></td><td>rates, times and failures of the last hour</td></tr>
        <tr><td><a href="/admin/alerts"><code>/admin/alerts</code></a></td><td>what needs a person</td></tr>
        <tr><td><a href="/health/readiness"><code>/health/readiness</code></a></td><td>whether this node takes requests</td></tr>
        <tr><td><a href="/metrics"><code>/metrics</code></a></td><td>Prometheus metrics</td></tr>
        </table>
        <h2>Providers</h2>
        <table>
        %s
        </table>
        </body>
        </html>
        """
        .formatted(request.scheme(), escape(address), model, providers);
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
