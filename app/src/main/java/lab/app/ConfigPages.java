package lab.app;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import lab.config.ProviderStatus;
import lab.contract.ProviderName;
import lab.contract.Reload;
import lab.gateway.Configuring;
import org.jspecify.annotations.Nullable;

/** A node's configuration over HTTP: how it stands, what was in force before, and wishes. */
final class ConfigPages implements Configuring {
  private static final String WHO = "admin API";

  private final Vertx vertx;
  private final Reloading reloading;

  private ConfigPages(Vertx vertx, Reloading reloading) {
    this.vertx = vertx;
    this.reloading = reloading;
  }

  /** Those of a node; of one that was not started from a folder they say so. */
  static Configuring of(Vertx vertx, @Nullable Reloading reloading) {
    return reloading == null ? new Fixed() : new ConfigPages(vertx, reloading);
  }

  @Override
  public Future<Reply> reload() {
    return reloading.reload(WHO, "asked to").map(ConfigPages::reply);
  }

  @Override
  public Future<Reply> set(String provider, String status) {
    ProviderStatus meant = Maker.status(status).orElseThrow();
    return reloading.set(new ProviderName(provider), meant, WHO).map(ConfigPages::reply);
  }

  private static Reply reply(Outcome outcome) {
    return new Reply(outcome.httpStatus(), outcome.json().encode());
  }

  @Override
  public Future<Reply> show() {
    return vertx.executeBlocking(this::page).map(page -> new Reply(200, page.encode()));
  }

  private JsonObject page() throws IOException {
    InForce now = reloading.inForce();
    InForce.Failure failure = now.failure();
    return described(now.content())
        .put("local", now.local())
        .put("diverged", now.isDiverged())
        .put("needs_restart", new JsonArray(now.needsRestart()))
        .put("statuses", new JsonObject(new LinkedHashMap<>(now.content().statuses())))
        .put("failure", failure == null ? null : json(failure))
        .put("history", history());
  }

  private static JsonObject described(Reload.Content content) {
    return new JsonObject()
        .put("epoch", content.epoch())
        .put("hash", FilesDigest.of(content))
        .put("at", content.at().toString())
        .put("by", content.by().value())
        .put("who", content.who())
        .put("why", content.why())
        .put("files", new JsonArray(List.copyOf(content.files().keySet())));
  }

  private static JsonObject json(InForce.Failure failure) {
    return new JsonObject()
        .put("at", failure.at().toString())
        .put("because", failure.because())
        .put("findings", Outcome.json(failure.findings()));
  }

  private JsonArray history() throws IOException {
    History history = reloading.history();
    JsonArray entries = new JsonArray();
    if (history != null) {
      history
          .entries()
          .forEach(entry -> entries.add(described(entry.content()).put("number", entry.number())));
    }
    return entries;
  }

  /** Of a node whose configuration is in no folder. */
  private static final class Fixed implements Configuring {
    private static Future<Reply> refused() {
      var why = new Outcome.Refused("this node was not started from a folder of files");
      return Future.succeededFuture(reply(why));
    }

    @Override
    public Future<Reply> show() {
      return refused();
    }

    @Override
    public Future<Reply> reload() {
      return refused();
    }

    @Override
    public Future<Reply> set(String provider, String status) {
      return refused();
    }
  }
}
