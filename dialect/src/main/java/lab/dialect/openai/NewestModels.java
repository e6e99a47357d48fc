package lab.dialect.openai;

import java.util.regex.Pattern;
import lab.contract.ModelName;

/** The models of OpenAI's own that refuse what its older ones took. */
final class NewestModels {
  /**
   * {@code o1}, {@code o4-mini}, {@code gpt-5.1}, {@code ft:o4-mini:us}, and what comes of them.
   */
  private static final Pattern NAMES =
      Pattern.compile("(?:.*[/:])?(?:o[1-9]|gpt-[5-9]|codex)(?:[-.:].*)?");

  private NewestModels() {}

  /** Whether a request to this model may not say {@code max_tokens}. */
  static boolean refuseMaxTokens(ModelName name) {
    return NAMES.matcher(name.value()).matches();
  }
}
