package lab.testkit.demo;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a simulated model does wrong when it is asked for by this name. */
public enum Mischief {
  /** Answers 500. */
  FAILS_500("demo-fails-500"),
  /** Answers 429 with {@code Retry-After}. */
  FAILS_429("demo-fails-429"),
  /** Answers 503: it is loading, and it never gets ready. */
  LOADING("demo-loading"),
  /** Begins well and closes the connection in the middle. */
  DIES_MIDSTREAM("demo-dies-midstream"),
  /** Takes the request and never answers. */
  SILENT("demo-silent"),
  /** Answers well, and very slowly. */
  SLOW("demo-slow"),
  /** Refuses the key. */
  UNAUTHORIZED("demo-unauthorized");

  private final String model;

  Mischief(String model) {
    this.model = model;
  }

  /** The model name that brings it about. */
  public String model() {
    return model;
  }

  /** All names. */
  static List<String> models() {
    return Arrays.stream(values()).map(Mischief::model).toList();
  }

  /** What a name brings about; a tag after a colon does not matter. */
  static Optional<Mischief> of(String model) {
    String name = model.replaceFirst(":.*", "");
    return Arrays.stream(values()).filter(one -> one.model.equals(name)).findFirst();
  }
}
