package lab.testkit.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;

/** Embeddings of no meaning: of length 1, and the same for the same text. */
final class Vectors {
  private static final int DIMENSIONS = 64;

  private Vectors() {}

  /** The texts of an {@code input}, which is one text or a list of them. */
  static List<String> texts(JsonNode input) {
    if (!input.isArray()) {
      return List.of(input.asText());
    }
    List<String> texts = new ArrayList<>();
    input.forEach(text -> texts.add(text.isTextual() ? text.asText() : text.toString()));
    return texts;
  }

  static List<float[]> of(List<String> texts, int dimensions) {
    int size = dimensions > 0 ? dimensions : DIMENSIONS;
    return texts.stream().map(text -> of(text, size)).toList();
  }

  private static float[] of(String text, int size) {
    SplittableRandom random = new SplittableRandom(text.hashCode());
    float[] vector = new float[size];
    double square = 0;
    for (int i = 0; i < size; i++) {
      vector[i] = (float) random.nextDouble(-1, 1);
      square += vector[i] * vector[i];
    }
    for (int i = 0; i < size; i++) {
      vector[i] /= (float) Math.sqrt(square);
    }
    return vector;
  }

  /** Little-endian floats in base64, as OpenAI's clients ask for. */
  static String base64(float[] vector) {
    ByteBuffer bytes =
        ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(vector);
    return Base64.getEncoder().encodeToString(bytes.array());
  }
}
