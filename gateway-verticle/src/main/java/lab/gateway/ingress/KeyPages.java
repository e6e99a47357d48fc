package lab.gateway.ingress;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import lab.config.ClientKey;
import lab.config.KeyHash;
import lab.config.NewKey;
import lab.gateway.call.ByteBudget;
import lab.gateway.call.Exchange;
import lab.gateway.call.GatewayFailure;
import lab.gateway.call.LoopTimer;
import lab.gateway.call.Replies;
import lab.gateway.call.Step;
import lab.gateway.guard.KeyLedger;
import lab.gateway.guard.KeyOrder;
import lab.gateway.limit.Limits;
import org.jspecify.annotations.Nullable;

/** Keys issued and taken back by programs, in LiteLLM's words. Only where there is a master key. */
final class KeyPages {
  private static final int LARGEST = 64 * 1024;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Vertx vertx;
  private final LoopTimer timer;
  private final KeyLedger ledger;
  private final Limits limits;
  private final ByteBudget budget;
  private final BodyReader bodies;
  private final SecureRandom random = new SecureRandom();

  KeyPages(Vertx vertx, LoopTimer timer, KeyLedger ledger, Limits limits, ByteBudget budget) {
    this.vertx = vertx;
    this.timer = timer;
    this.ledger = ledger;
    this.limits = limits;
    this.budget = budget;
    this.bodies = new BodyReader(LARGEST, budget.most(), PATIENCE);
  }

  /** Issues a key and shows it, which nobody can do again. */
  void generate(HttpServerRequest request) {
    read(
        request,
        (exchange, order) -> {
          String own = KeyOrder.text(order, "key");
          NewKey fresh = own == null ? NewKey.make(random) : new NewKey(own);
          ClientKey key = KeyOrder.read(order, fresh, Instant.now());
          String full = ledger.key(key.hash()) == null ? full(key) : "key is issued already";
          if (full != null) {
            exchange.refuse(new GatewayFailure.Malformed(full, "key", "invalid_value"));
          } else {
            answer(exchange, ledger.issue(key), KeyPage.issued(fresh, key));
          }
        });
  }

  private @Nullable String full(ClientKey key) {
    List<ClientKey> keys = ledger.keys();
    if (keys.stream().anyMatch(known -> known.alias().equals(key.alias()))) {
      return "key_alias is that of another key";
    }
    return keys.size() < KeyLedger.MOST ? null : "there are " + KeyLedger.MOST + " keys already";
  }

  /** Takes {@code {"keys": [...]}} back, each the key itself or its hash. */
  void delete(HttpServerRequest request) {
    read(
        request,
        (exchange, order) -> {
          List<Future<Void>> gone = new ArrayList<>();
          JsonArray deleted = new JsonArray();
          if (!(order.getValue("keys") instanceof JsonArray keys)) {
            exchange.refuse(wrong("the body must be like {\"keys\": [\"...\"]}", "keys"));
            return;
          }
          for (Object key : keys) {
            KeyHash hash = hash(String.valueOf(key));
            if (ledger.key(hash) != null) {
              gone.add(ledger.revoke(hash));
              deleted.add(key);
            }
          }
          if (deleted.isEmpty()) {
            exchange.refuse(new GatewayFailure.NoSuchKey());
          } else {
            answer(
                exchange,
                Future.all(gone).mapEmpty(),
                new JsonObject().put("deleted_keys", deleted));
          }
        });
  }

  /** What {@code ?key=} may be used for. */
  void info(HttpServerRequest request) {
    String asked = Parameter.of(request, "key");
    ClientKey key = asked == null ? null : ledger.key(hash(asked));
    if (key == null) {
      Replies.failure(request, new GatewayFailure.NoSuchKey());
    } else {
      reply(
          request,
          new JsonObject()
              .put("key", key.hash().hex())
              .put("info", KeyPage.of(key, limits.spent(key))));
    }
  }

  /** All that were issued, by their hashes. */
  void list(HttpServerRequest request) {
    JsonArray keys = new JsonArray();
    boolean whole = "true".equals(Parameter.of(request, "return_full_object"));
    for (ClientKey key : ledger.keys()) {
      keys.add(whole ? KeyPage.of(key, limits.spent(key)) : key.hash().hex());
    }
    reply(request, new JsonObject().put("keys", keys).put("total_count", keys.size()));
  }

  private static KeyHash hash(String keyOrHash) {
    return KeyHash.isOne(keyOrHash) ? new KeyHash(keyOrHash) : KeyHash.of(keyOrHash);
  }

  private interface Asked {
    void of(Exchange exchange, JsonObject order);
  }

  private void read(HttpServerRequest request, Asked asked) {
    Exchange exchange =
        new Exchange(timer, request, Clients.OF_PAGES, budget.share(), (ended, call) -> {});
    Consumer<byte[]> read = body -> Step.of(exchange, () -> understand(exchange, body, asked));
    bodies.read(
        exchange, read, failure -> Lingering.reply(vertx, request, () -> exchange.refuse(failure)));
  }

  private void understand(Exchange exchange, byte[] body, Asked asked) {
    if (!ledger.ring().hasMaster()) {
      exchange.refuse(new GatewayFailure.OperatorsOnly("set one, then keys can be issued"));
      return;
    }
    try {
      asked.of(exchange, body.length == 0 ? new JsonObject() : new JsonObject(Buffer.buffer(body)));
    } catch (DecodeException | ClassCastException noObject) {
      exchange.refuse(wrong("the body must be a JSON object", null));
    } catch (KeyOrder.Wrong wrong) {
      exchange.refuse(wrong(wrong.getMessage(), wrong.field()));
    }
  }

  private static GatewayFailure wrong(@Nullable String message, @Nullable String field) {
    return new GatewayFailure.Malformed(String.valueOf(message), field, "invalid_value");
  }

  private static void answer(Exchange exchange, Future<Void> done, JsonObject body) {
    done.onComplete(
        kept ->
            Step.of(
                exchange,
                () -> {
                  if (!exchange.over()) {
                    reply(exchange.request(), body);
                    exchange.answered(200);
                  }
                }),
        broken -> Step.broke(exchange, broken));
  }

  private static void reply(HttpServerRequest request, JsonObject body) {
    Replies.json(request, 200, body.toBuffer().getBytes());
  }
}
