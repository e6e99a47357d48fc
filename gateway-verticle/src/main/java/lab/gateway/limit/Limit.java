package lab.gateway.limit;

/**
 * One limit.
 *
 * @param scope of what
 * @param name of whom, as it is shown; of a key its alias
 * @param id tells it from all others in the cluster, whatever its number is
 * @param unit what is counted
 * @param perMinute how much of it, at least 1
 */
record Limit(Scope scope, String name, String id, Unit unit, long perMinute) {

  /** What is limited. */
  enum Scope {
    KEY("api_key"),
    MODEL("model"),
    /** A model at one provider, as an entry of a {@code model_list}; in LiteLLM's word. */
    DEPLOYMENT("deployment"),
    PROVIDER("provider");

    private final String label;

    Scope(String label) {
      this.label = label;
    }

    /** As clients are told; for keys in LiteLLM's word. */
    String label() {
      return label;
    }
  }

  /** What is counted. */
  enum Unit {
    REQUESTS("requests"),
    TOKENS("tokens");

    private final String label;

    Unit(String label) {
      this.label = label;
    }

    /** As clients are told. */
    String label() {
      return label;
    }
  }

  /** As the log has it: {@code provider:openai:requests}. */
  String named() {
    return scope.label() + ':' + name + ':' + unit.label();
  }

  /**
   * A limit of this thing.
   *
   * @param identity tells the thing from others of its scope
   */
  static Limit of(Scope scope, String name, String identity, Unit unit, long perMinute) {
    String id = scope.label() + '/' + unit.label() + '/' + identity;
    return new Limit(scope, name, id, unit, perMinute);
  }
}
