package lab.router.plan;

import java.util.Map;
import java.util.Set;
import lab.contract.Operation;
import org.jspecify.annotations.Nullable;

/**
 * A model that does one thing and nothing else, as the {@code specialty} of its list entry says.
 *
 * @param who it is, in a sentence
 * @param does what it can be asked for
 */
record Specialist(String who, Set<Operation> does) {
  private static final Specialist EMBEDDER =
      new Specialist("an embedding model", Set.of(Operation.EMBEDDING));
  private static final Specialist RERANKER =
      new Specialist("a rerank model", Set.of(Operation.RERANK));
  private static final Specialist MODERATOR =
      new Specialist("a moderation model", Set.of(Operation.MODERATION));
  private static final Specialist LISTENER =
      new Specialist(
          "a transcription model", Set.of(Operation.TRANSCRIPTION, Operation.TRANSLATION));
  private static final Specialist SPEAKER =
      new Specialist("a speech model", Set.of(Operation.SPEECH));
  private static final Specialist PAINTER =
      new Specialist(
          "an image model",
          Set.of(Operation.IMAGE_GENERATION, Operation.IMAGE_EDIT, Operation.IMAGE_VARIATION));

  private static final Map<String, Specialist> BY_SPECIALTY =
      Map.ofEntries(
          Map.entry("embedding", EMBEDDER),
          Map.entry("embeddings", EMBEDDER),
          Map.entry("rerank", RERANKER),
          Map.entry("reranking", RERANKER),
          Map.entry("moderation", MODERATOR),
          Map.entry("transcription", LISTENER),
          Map.entry("speech_to_text", LISTENER),
          Map.entry("speech", SPEAKER),
          Map.entry("text_to_speech", SPEAKER),
          Map.entry("image", PAINTER),
          Map.entry("image_generation", PAINTER));

  Specialist {
    does = Set.copyOf(does);
  }

  /** Who has this specialty; null where it is none, or one of a model that can do more. */
  static @Nullable Specialist of(@Nullable String specialty) {
    return specialty == null ? null : BY_SPECIALTY.get(specialty);
  }
}
