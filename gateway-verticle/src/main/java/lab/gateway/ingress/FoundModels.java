package lab.gateway.ingress;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import lab.contract.ModelName;
import lab.contract.ProviderName;
import lab.contract.ProvidersQuery.Known;
import org.jspecify.annotations.Nullable;

/**
 * The list of models with what polls found beyond the files. A long one is made beside the event
 * loop, and kept for as long as files and polls say the same.
 */
final class FoundModels {
  /** About two milliseconds of work. */
  private static final int MOST_ON_THE_LOOP = 1_000;

  private final Vertx vertx;
  private volatile @Nullable Made last;

  /** What a provider has on its own list. */
  private record Listed(ProviderName provider, List<ModelName> models) {}

  /** A list, and what it was made from. */
  private static final class Made {
    private final Listing files;
    private final List<Listed> polls;
    private final byte[] list;

    Made(Listing files, List<Listed> polls, byte[] list) {
      this.files = files;
      this.polls = polls;
      this.list = list;
    }

    boolean isFrom(Listing others, List<Listed> found) {
      return files == others && polls.equals(found);
    }
  }

  /**
   * @param vertx of the loop
   */
  FoundModels(Vertx vertx) {
    this.vertx = vertx;
  }

  /** The list, on the loop that asks. */
  Future<byte[]> list(Listing files, List<Known> providers) {
    List<Listed> polls = polls(providers);
    int names = polls.stream().mapToInt(one -> one.models().size()).sum();
    if (names <= MOST_ON_THE_LOOP) {
      return Future.succeededFuture(made(files, polls).list);
    }
    return vertx
        .executeBlocking(() -> made(files, polls))
        .map(made -> Objects.requireNonNull(made).list);
  }

  private Made made(Listing files, List<Listed> polls) {
    Made before = last;
    if (before != null && before.isFrom(files, polls)) {
      return before;
    }
    Map<String, JsonObject> all = new LinkedHashMap<>(files.entries());
    for (Listed one : polls) {
      for (ModelName model : one.models()) {
        JsonObject unused =
            all.computeIfAbsent(model.value(), id -> Listing.entry(id, one.provider()));
      }
    }
    boolean nothingNew = all.size() == files.entries().size();
    Made made = new Made(files, polls, nothingNew ? files.list() : Listing.list(all.values()));
    last = made;
    return made;
  }

  private static List<Listed> polls(List<Known> providers) {
    return providers.stream()
        .filter(provider -> !provider.listed().isEmpty())
        .map(provider -> new Listed(provider.name(), provider.listed()))
        .toList();
  }

  /** What is said of a name that polls found, or null where they did not. */
  static @Nullable JsonObject entry(String id, List<Known> providers) {
    if (id.isEmpty()) {
      return null;
    }
    ModelName model = new ModelName(id);
    return providers.stream()
        .filter(provider -> provider.listed().contains(model))
        .findFirst()
        .map(provider -> Listing.entry(id, provider.name()))
        .orElse(null);
  }
}
