package lab.config.condition;

import java.util.Locale;

/** What a condition may ask for by a single word; headers and metadata have names of their own. */
public enum Fact {
  /** Estimated prompt tokens; also written {@code length}. */
  TOKENS(Type.NUMBER),
  /** {@code low}, {@code medium} or {@code high}; the three compare in that order. */
  COMPLEXITY(Type.TEXT),
  /** Requests in flight in this entry, in the whole cluster, this one included. */
  REQUEST_COUNT(Type.NUMBER),
  /** The same as {@link #REQUEST_COUNT}. */
  CONCURRENT_REQUESTS(Type.NUMBER),
  /** The header {@code X-Batch}, or {@code metadata.batch}. */
  BATCH_MODE(Type.FLAG),
  /** {@code n}, or the number of prompts or inputs. */
  BATCH_SIZE(Type.NUMBER),
  /** Whether the client wants a stream. */
  STREAM(Type.FLAG),
  /** The header {@code X-Quality-Tier}, or {@code metadata.quality_tier}. */
  QUALITY_TIER(Type.TEXT),
  /** Whether every local provider of this entry is at its threshold. */
  LOCAL_SATURATED(Type.FLAG),
  /** Billions of parameters, as the name asked for tells. */
  MODEL_SIZE(Type.NUMBER),
  /** {@code chat}, {@code completion} or {@code embedding}. */
  OPERATION(Type.TEXT),
  /** The body's {@code user}. */
  USER(Type.TEXT);

  /** What a fact can be compared with. */
  public enum Type {
    NUMBER,
    TEXT,
    FLAG
  }

  private final Type type;

  Fact(Type type) {
    this.type = type;
  }

  /** What it can be compared with. */
  public Type type() {
    return type;
  }

  /** As a condition writes it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
