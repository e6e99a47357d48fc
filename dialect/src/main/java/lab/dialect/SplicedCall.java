package lab.dialect;

import lab.contract.ModelName;

/** A call whose bytes a provider of the same format takes as they are, but for a few places. */
public interface SplicedCall extends InferenceCall {

  /**
   * The body for a provider: under its name of the model. The very array that came where nothing
   * has to change.
   */
  byte[] bodyFor(ModelName name);

  /** The value of {@code Content-Type} that belongs to it. */
  String contentType();
}
