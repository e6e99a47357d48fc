package lab.dialect.openai;

import java.util.Set;

/**
 * Fields of OpenAI's requests, of the servers that speak like it and of other formats' clients,
 * that another format may have no place for although their loss changes the answer. Below the top
 * they are written as {@code messages.name}. Whatever else a client sends is of its own making, and
 * may be without end.
 */
public final class FamiliarFields {
  private static final Set<String> NAMES =
      Set.of(
          "audio",
          "best_of",
          "chat_template_kwargs",
          "container",
          "context",
          "dimensions",
          "echo",
          "encoding_format",
          "extra_body",
          "frequency_penalty",
          "function_call",
          "functions",
          "grammar",
          "guided_choice",
          "guided_grammar",
          "guided_json",
          "guided_regex",
          "logit_bias",
          "logprobs",
          "max_tokens",
          "max_tool_calls",
          "messages.audio",
          "messages.content.audio_url",
          "messages.content.file",
          "messages.content.input_audio",
          "messages.content.input_file",
          "messages.content.video_url",
          "messages.name",
          "messages.reasoning_content",
          "messages.tool_calls.arguments",
          "messages.tool_calls.custom",
          "metadata.user_id",
          "min_p",
          "min_tokens",
          "modalities",
          "n",
          "options",
          "options.num_ctx",
          "parallel_tool_calls",
          "plugins",
          "prediction",
          "presence_penalty",
          "provider",
          "reasoning",
          "reasoning.exclude",
          "reasoning.max_tokens",
          "reasoning.summary",
          "repeat_penalty",
          "repetition_penalty",
          "response_format",
          "route",
          "seed",
          "stop",
          "structured_outputs",
          "suffix",
          "temperature",
          "text.verbosity",
          "tool_choice",
          "tools.custom",
          "tools.strict",
          "top_k",
          "top_logprobs",
          "transforms",
          "truncate",
          "typical_p",
          "use_beam_search",
          "verbosity",
          "web_search_options");

  private FamiliarFields() {}

  /** Whether this is one of them. */
  public static boolean contains(String field) {
    return NAMES.contains(field);
  }
}
