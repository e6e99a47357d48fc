package lab.router.plan;

import lab.contract.ModelName;

/**
 * The names of Ollama's cloud models. A local Ollama calls them {@code gpt-oss:120b-cloud} or
 * {@code glm-4.6:cloud} to tell them from its own; the cloud itself mostly lists them without that.
 */
final class CloudName {
  private CloudName() {}

  /** The name as the cloud itself knows it; unchanged where it carries no mark. */
  static ModelName stripped(ModelName name) {
    String value = name.value();
    for (String mark : new String[] {":cloud", "-cloud"}) {
      if (value.endsWith(mark) && value.length() > mark.length()) {
        return new ModelName(value.substring(0, value.length() - mark.length()));
      }
    }
    return name;
  }
}
