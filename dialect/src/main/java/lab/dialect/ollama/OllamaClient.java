package lab.dialect.ollama;

import java.util.function.LongSupplier;
import lab.contract.Operation;
import lab.dialect.ClientDialect;
import lab.dialect.ClientError;
import lab.dialect.RequestReading;
import lab.dialect.json.JsonBytes;
import lab.dialect.openai.MetadataKeys;
import lab.dialect.openai.Translation;

/** Clients that speak Ollama's own API, at one of its paths. */
public final class OllamaClient implements ClientDialect {
  private static final byte[] NOTHING = {};

  private final OllamaPath path;
  private final LongSupplier nanos;
  private final Translation translation;

  /**
   * @param path where it is asked
   * @param metadata the entries that rules ask for
   */
  public OllamaClient(OllamaPath path, MetadataKeys metadata) {
    this(path, metadata, System::nanoTime);
  }

  /**
   * One by another clock.
   *
   * @param nanos only goes forward; tells how long answers took
   */
  OllamaClient(OllamaPath path, MetadataKeys metadata, LongSupplier nanos) {
    this.path = path;
    this.nanos = nanos;
    this.translation = new Translation(path.operation(), path.path(), metadata);
  }

  @Override
  public Operation operation() {
    return path.operation();
  }

  @Override
  public RequestReading read(byte[] body) {
    return translation.read(
        body,
        switch (path) {
          case CHAT -> NativeRequest::chat;
          case GENERATE -> NativeRequest::generate;
          case EMBED -> NativeVectors::embed;
          case EMBEDDINGS -> NativeVectors::embeddings;
        },
        facts -> new OllamaAnswers(path, nanos, nanos.getAsLong()));
  }

  @Override
  public String streamType() {
    return "application/x-ndjson";
  }

  /** Each line must be JSON of an answer; a blank one breaks some clients. */
  @Override
  public byte[] keepAlive() {
    return NOTHING;
  }

  @Override
  public int errorStatus(ClientError error) {
    return error.status();
  }

  @Override
  public byte[] errorBody(ClientError error) {
    return error(error);
  }

  static byte[] error(ClientError error) {
    return new JsonBytes().raw("{\"error\":").string(error.message()).raw("}").taken();
  }
}
