package lab.bench.jmh;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import lab.config.ConfigLoader;
import lab.config.Configuration;
import lab.config.KeyHash;
import lab.config.Loading;
import lab.contract.CallFinished;
import lab.contract.CallId;
import lab.contract.Heartbeat;
import lab.contract.NodeId;
import lab.contract.Operation;
import lab.contract.Role;
import lab.contract.Usage;
import lab.contract.bus.Bus;
import lab.contract.members.Members;
import lab.dialect.InferenceCall;
import lab.dialect.RequestReading;
import lab.dialect.openai.MetadataKeys;
import lab.dialect.openai.OpenAiClient;
import lab.dialect.openai.OpenAiRequests;
import lab.gateway.call.ByteBudget;
import lab.gateway.call.Exchange;
import lab.gateway.call.LoopTimer;
import lab.gateway.call.Quota;
import lab.gateway.guard.Area;
import lab.gateway.guard.Guard;
import lab.gateway.guard.Guard.Verdict;
import lab.gateway.guard.KeyLedger;
import lab.gateway.limit.Budgets;
import lab.gateway.limit.Limits;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What a request with a key pays for the look at its key, and for its limits. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class LimitsBenchmark {
  private static final String KEY = "sk-key-of-this-benchmark";
  private static final CallFinished FINISHED =
      new CallFinished(
          new CallId("c"),
          Operation.CHAT,
          null,
          null,
          null,
          false,
          200,
          null,
          1,
          null,
          Duration.ZERO,
          Duration.ZERO,
          new Usage(3, 2),
          null,
          null,
          null,
          null);

  private final Vertx vertx = Vertx.vertx();
  private final Configuration configuration = configuration();
  private final HttpServerRequest request = request();
  private final LoopTimer timer = new LoopTimer(vertx);
  private final OpenAiClient client = new OpenAiClient(Operation.CHAT, MetadataKeys.NONE);
  private final ByteBudget budget = new ByteBudget(1_024);
  private final InferenceCall call = call();
  private final Guard guard = guard();
  private final Limits limits = limits();
  private int passed;

  /** One key, with limits that are never reached. */
  private static Configuration configuration() {
    try {
      Path folder = Files.createTempDirectory("bench");
      Path providers =
          Files.writeString(
              folder.resolve("providers.yaml"),
              "providers: {p: {type: vllm, base_url: 'http://127.0.0.1:1', models: [m]}}");
      Path keys =
          Files.writeString(
              folder.resolve("keys.yaml"),
              "keys: {bench: {sha256: %s, rpm: 2000000000, tpm: 2000000000}}"
                  .formatted(KeyHash.of(KEY).hex()));
      Loading loading = ConfigLoader.load(folder, Map.of());
      for (Path file : List.of(providers, keys, folder)) {
        Files.delete(file);
      }
      if (loading instanceof Loading.Valid valid) {
        return valid.configuration();
      }
      throw new IllegalStateException("the benchmark's files are wrong: " + loading.findings());
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private Guard guard() {
    KeyLedger ledger = new KeyLedger(vertx, false, Path.of("unused"), InstantSource.system());
    ledger.goesBy(configuration);
    return Guard.of(ledger, configuration::settings, InstantSource.system());
  }

  private Limits limits() {
    NodeId node = new NodeId("bench");
    Heartbeat alone =
        new Heartbeat(
            node, Set.of(Role.GATEWAY), "1", Instant.now(), Instant.now(), Heartbeat.Phase.SERVING);
    Budgets none = new Budgets(vertx, node, Path.of("."), InstantSource.system());
    return new Limits(
        Bus.of(vertx, node), new Members(alone), none, () -> System.nanoTime() / 1_000);
  }

  private static InferenceCall call() {
    byte[] body =
        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}"
            .getBytes(StandardCharsets.UTF_8);
    if (OpenAiRequests.read(Operation.CHAT, body) instanceof RequestReading.Understood understood) {
      return understood.call();
    }
    throw new IllegalStateException("the benchmark's request is not understood");
  }

  /** A request that has nothing but its headers, and an answer that nobody gets. */
  private static HttpServerRequest request() {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap().add("authorization", "Bearer " + KEY);
    Object response = standIn(HttpServerResponse.class, Map.of());
    return (HttpServerRequest)
        standIn(HttpServerRequest.class, Map.of("headers", headers, "response", response));
  }

  private static Object standIn(Class<?> type, Map<String, Object> answers) {
    return Proxy.newProxyInstance(
        type.getClassLoader(),
        new Class<?>[] {type},
        (self, method, arguments) -> answers.get(method.getName()));
  }

  private Exchange exchange() {
    Exchange exchange = new Exchange(timer, request, client, budget.share(), (ended, told) -> {});
    exchange.understood(call);
    return exchange;
  }

  /** The look at the key. */
  @Benchmark
  public Verdict key() {
    return guard.look(request, Area.CLIENTS);
  }

  /** What is there without keys and limits, to be taken off the next. */
  @Benchmark
  public Exchange exchangeAlone() {
    return exchange();
  }

  /** The key, and its limits of requests and tokens from the first look to the settling. */
  @Benchmark
  public int keyAndLimits() {
    Exchange exchange = exchange();
    if (guard.look(request, Area.CLIENTS) instanceof Verdict.Admitted(var caller)) {
      exchange.from(caller);
    }
    limits.request(exchange, () -> limits.tokens(exchange, () -> passed++, none -> {}), none -> {});
    Quota quota = exchange.quota();
    if (quota != null) {
      quota.settle(FINISHED);
    }
    return passed;
  }

  /** Lets Vert.x go. */
  @TearDown
  public void close() {
    vertx.close().await();
  }
}
