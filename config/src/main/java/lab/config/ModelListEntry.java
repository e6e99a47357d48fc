package lab.config;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Who serves an entry of a {@code model_list}.
 *
 * @param prefix the provider it names
 * @param model the name that it is asked for there
 * @param address where it is
 * @param writtenKey the key as the file has it, which tells accounts apart; empty for none
 * @param parameters the entry's {@code litellm_params}
 * @param info the entry's {@code model_info}
 */
record ModelListEntry(
    ModelListPrefix prefix,
    String model,
    URI address,
    String writtenKey,
    YamlMap parameters,
    YamlMap info) {

  /** Null, with an error, where it can not be served. */
  static @Nullable ModelListEntry read(YamlMap entry) {
    YamlMap parameters = entry.map("litellm_params");
    String model = parameters.neededText("model");
    String custom = parameters.text("custom_llm_provider");
    YamlValue base = parameters.value("api_base");
    if (model == null) {
      return null;
    }
    int slash = model.indexOf('/');
    String word = custom != null ? custom : slash < 0 ? "" : model.substring(0, slash);
    ModelListPrefix prefix = ModelListPrefix.of(word);
    if (prefix == null) {
      parameters.error(
          custom == null ? "model" : "custom_llm_provider",
          "is \"%s\"; its provider must be one of %s, as a prefix or as custom_llm_provider"
              .formatted(custom == null ? model : custom, ModelListPrefix.words()));
      return null;
    }
    String name = model.startsWith(word + "/") ? model.substring(word.length() + 1) : model;
    if (name.isEmpty()) {
      parameters.error("model", "names no model after its prefix");
      return null;
    }
    URI address = base == null ? prefix.address() : BaseUrl.read(base);
    if (base == null && address == null) {
      parameters.error("api_base", "is missing; " + word + " has no default");
    }
    YamlValue key = parameters.value("api_key");
    return address == null
        ? null
        : new ModelListEntry(
            prefix,
            name,
            address,
            key == null ? "" : key.raw(),
            parameters,
            entry.map("model_info"));
  }

  /** What the server asks of its caller. */
  Credentials credentials() {
    YamlValue key = parameters.value("api_key");
    if (key != null) {
      return CredentialsReader.ofKey(key, false);
    }
    YamlValue model = parameters.value("model");
    // A key from the environment goes to its own provider only, never to an address of the file.
    boolean atHome = address.equals(prefix.address());
    return atHome && model != null && prefix.variable() != null
        ? CredentialsReader.ofVariable(prefix.variable(), true, model)
        : new Credentials.NotNeeded();
  }

  /** Tokens that the model takes, or null. */
  @Nullable Integer contextLength() {
    Integer said = info.whole("context_length", 1, Integer.MAX_VALUE);
    return said != null ? said : info.whole("max_input_tokens", 1, Integer.MAX_VALUE);
  }
}
