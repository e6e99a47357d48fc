package lab.router.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import lab.contract.CallId;
import lab.contract.ModelName;
import lab.contract.Operation;
import lab.contract.RequestFacts;
import lab.contract.RouteQuery;
import org.jspecify.annotations.Nullable;

/** A question that says more than a name, written in a test. */
public final class Ask {
  private final @Nullable String model;
  private final Map<String, String> headers = new HashMap<>();
  private final Map<String, String> metadata = new HashMap<>();
  private final List<String> tags = new ArrayList<>();
  private final List<ModelName> fallbacks = new ArrayList<>();
  private Operation operation = Operation.CHAT;
  private @Nullable String capability;
  private boolean streamed;
  private boolean alone;
  private int tokens;
  private int lastMessage;
  private int output;
  private int batch = 1;
  private boolean structured;

  private Ask(@Nullable String model) {
    this.model = model;
  }

  public static Ask of(String model) {
    return new Ask(model);
  }

  public static Ask ofNothing() {
    return new Ask(null);
  }

  public Ask capability(String name) {
    capability = name;
    return this;
  }

  public Ask embedding() {
    operation = Operation.EMBEDDING;
    return this;
  }

  public Ask streamed() {
    streamed = true;
    return this;
  }

  /** Of the whole prompt, which is also the last message. */
  public Ask tokens(int estimate) {
    tokens = estimate;
    lastMessage = estimate;
    return this;
  }

  public Ask output(int most) {
    output = most;
    return this;
  }

  public Ask structured() {
    structured = true;
    return this;
  }

  public Ask batch(int size) {
    batch = size;
    return this;
  }

  public Ask header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  public Ask metadata(String key, String value) {
    metadata.put(key, value);
    return this;
  }

  public Ask tags(String... all) {
    tags.addAll(List.of(all));
    return this;
  }

  public Ask fallbacks(String... names) {
    Stream.of(names).map(ModelName::new).forEach(fallbacks::add);
    return this;
  }

  /** Without fallbacks. */
  public Ask alone() {
    alone = true;
    return this;
  }

  public RouteQuery query() {
    RequestFacts facts =
        new RequestFacts(
            tokens,
            lastMessage,
            structured,
            structured,
            output,
            batch,
            "ada",
            headers,
            metadata,
            tags);
    return new RouteQuery(
        new CallId("c"),
        operation,
        model == null ? null : new ModelName(model),
        streamed,
        capability,
        facts,
        fallbacks,
        alone);
  }
}
