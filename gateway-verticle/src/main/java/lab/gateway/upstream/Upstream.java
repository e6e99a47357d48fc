package lab.gateway.upstream;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.HostAndPort;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import lab.config.Provider;
import lab.config.ProviderType;
import lab.config.TimeSettings;
import lab.contract.ModelName;
import lab.contract.Operation;
import lab.dialect.ProviderDialect;
import lab.dialect.anthropic.AnthropicDialect;
import lab.dialect.ollama.OllamaDialect;
import lab.dialect.openai.OpenAiDialect;
import lab.gateway.call.Tracing;
import org.jspecify.annotations.Nullable;

/** A provider as a gateway calls it: address, key, wire format, time limits. Immutable. */
final class Upstream {
  private static final ProviderDialect PASSED = new OpenAiDialect();

  private final String host;

  private final int port;

  /** An IPv6 address and its port as headers have to show them; Vert.x leaves the brackets out. */
  private final @Nullable HostAndPort bracketed;

  private final boolean tls;
  private final String prefix;
  private final Map<String, String> headers;
  private final String shown;
  private final ProviderDialect dialect;
  private final TimeSettings time;
  private final Map<ModelName, TimeSettings> timeOfModel;
  private final Address address;
  private final Tracing.Target target;

  /** By path, of which a dialect has a handful. */
  private final Map<String, RequestOptions> posts = new ConcurrentHashMap<>();

  private Upstream(Provider provider, ProviderDialect dialect, TimeSettings settings) {
    URI base = provider.baseUrl();
    this.tls = "https".equalsIgnoreCase(base.getScheme());
    this.host = withoutBrackets(base.getHost());
    this.port = base.getPort() >= 0 ? base.getPort() : tls ? 443 : 80;
    this.bracketed = host.equals(base.getHost()) ? null : HostAndPort.create(base.getHost(), port);
    this.prefix = base.getRawPath() == null ? "" : base.getRawPath();
    this.shown =
        base.getScheme()
            + "://"
            + base.getHost()
            + (base.getPort() < 0 ? "" : ":" + base.getPort())
            + prefix;
    this.headers = provider.headers();
    this.dialect = dialect;
    this.time = settings.with(provider.limits());
    Map<ModelName, TimeSettings> own = new HashMap<>();
    provider.models().forEach(model -> own.put(model.name(), time.with(model.limits())));
    this.timeOfModel = Map.copyOf(own);
    this.address = new Address(host, port, tls, longestConnect());
    this.target = new Tracing.Target(provider.type().label(), host, port);
  }

  /** The provider as it is called. */
  static Upstream of(Provider provider, TimeSettings settings) {
    return new Upstream(provider, dialectOf(provider.type()), settings);
  }

  private static ProviderDialect dialectOf(ProviderType type) {
    return switch (type) {
      case OLLAMA -> new OllamaDialect();
      case OPENAI -> OpenAiDialect.ofOpenAi();
      case LLAMA_CPP, VLLM, OPENAI_COMPATIBLE, OPENROUTER -> new OpenAiDialect();
      case ANTHROPIC -> new AnthropicDialect();
    };
  }

  /** The wire format for calls of this kind: there is one alone for what passes as it is. */
  ProviderDialect dialect(Operation operation) {
    return operation.isPassed() ? PASSED : dialect;
  }

  /** Whether it gets the bytes of Anthropic's clients as they are. */
  boolean isAnthropics() {
    return dialect instanceof AnthropicDialect;
  }

  /** The address as a client may see it: no user, no key, no query. */
  String shown() {
    return shown;
  }

  /** What the {@code Host} header has to say; null where Vert.x writes it well. */
  @Nullable HostAndPort bracketed() {
    return bracketed;
  }

  /** What every request to it has to say, its key among it. */
  Map<String, String> headers() {
    return headers;
  }

  /** The limits for this model. */
  TimeSettings time(ModelName model) {
    return timeOfModel.getOrDefault(model, time);
  }

  /** The longest time for connecting that any of its models has. */
  private Duration longestConnect() {
    Duration longest = time.connectTimeout();
    for (TimeSettings ofModel : timeOfModel.values()) {
      longest =
          longest.compareTo(ofModel.connectTimeout()) < 0 ? ofModel.connectTimeout() : longest;
    }
    return longest;
  }

  /** Where to connect. */
  Address address() {
    return address;
  }

  /** What is told of it to who follows requests. */
  Tracing.Target target() {
    return target;
  }

  /** A request below the base address. The same for all requests of a path, to be read only. */
  RequestOptions post(String path) {
    return posts.computeIfAbsent(path, this::newPost);
  }

  private RequestOptions newPost(String path) {
    return new RequestOptions()
        .setMethod(HttpMethod.POST)
        .setHost(host)
        .setPort(port)
        .setSsl(tls)
        .setURI(prefix + path)
        .setFollowRedirects(false);
  }

  private static String withoutBrackets(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }
}
