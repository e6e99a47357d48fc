package lab.contract;

/** The decision stage that found a request's first candidate, in the order they are tried. */
public enum Stage {
  EXACT("exact"),
  PATTERN("pattern"),
  CAPABILITY("capability"),
  BALANCING("load_balancing"),
  DEFAULT("default");

  private final String label;

  Stage(String label) {
    this.label = label;
  }

  /** The value of {@code x-lab-strategy}, of metrics and of explanations. */
  public String label() {
    return label;
  }
}
