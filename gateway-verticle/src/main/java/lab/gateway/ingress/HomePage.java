package lab.gateway.ingress;

import java.util.stream.Collectors;
import lab.config.Configuration;
import lab.config.ProviderStatus;

/** {@code GET /}: what this is, and where to go. */
final class HomePage {
  private HomePage() {}

  static String html(Configuration configuration) {
    String providers =
        configuration.providers().values().stream()
            .filter(provider -> provider.status() == ProviderStatus.ACTIVE)
            .map(
                provider ->
                    "<li><b>%s</b> <span>%s, %d model%s</span></li>"
                        .formatted(
                            escape(provider.name().value()),
                            provider.type().label(),
                            provider.models().size(),
                            provider.models().size() == 1 ? "" : "s"))
            .collect(Collectors.joining("\n"));
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
        li span { opacity: .7 }
        td { padding: .1rem 1rem .1rem 0; vertical-align: top }
        </style>
        </head>
        <body>
        <h1>LAB gateway</h1>
        <p>One OpenAI-compatible address in front of the model servers below. Point a client at
        <code>/v1</code> on this host.</p>
        <pre>curl -N http://localhost:%d/v1/chat/completions \\
          -H 'content-type: application/json' \\
          -d '{"model": "%s", "stream": true,
               "messages": [{"role": "user", "content": "Hello"}]}'</pre>
        <table>
        <tr><td><a href="/v1/models">/v1/models</a></td><td>the models, each with its provider</td></tr>
        <tr><td><code>/v1/chat/completions</code></td><td>chat, streamed or not</td></tr>
        <tr><td><code>/v1/completions</code></td><td>text completions</td></tr>
        <tr><td><code>/v1/embeddings</code></td><td>embeddings</td></tr>
        <tr><td><a href="/health/readiness">/health/readiness</a></td><td>whether this node takes requests</td></tr>
        <tr><td><a href="/metrics">/metrics</a></td><td>Prometheus metrics</td></tr>
        </table>
        <h2>Providers</h2>
        <ul>
        %s
        </ul>
        </body>
        </html>
        """
        .formatted(configuration.settings().port(), escape(anyModel(configuration)), providers);
  }

  private static String anyModel(Configuration configuration) {
    return configuration.exact().keySet().stream()
        .map(name -> name.value())
        .findFirst()
        .or(
            () ->
                configuration.providers().values().stream()
                    .filter(provider -> provider.status() == ProviderStatus.ACTIVE)
                    .flatMap(provider -> provider.models().stream())
                    .map(model -> model.name().value())
                    .findFirst())
        .orElse("a-model");
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
