package lab.dialect.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Function;
import lab.contract.Operation;
import lab.contract.RequestFacts;
import lab.dialect.ClientAnswers;
import lab.dialect.Failure;
import lab.dialect.InferenceCall;
import lab.dialect.RequestReading;
import lab.dialect.json.Json;
import lab.dialect.json.MalformedJson;
import org.jspecify.annotations.Nullable;

/** The way of a request that comes in another format into OpenAI's. Never throws. */
public final class Translation {
  private final Operation operation;
  private final String ownPath;
  private final MetadataKeys metadata;

  /** Puts what a body says into OpenAI's form. */
  public interface Form {
    /**
     * Writes one request.
     *
     * @param said the body
     * @param fitting takes what is lost and what is wrong
     * @param out the same in OpenAI's form
     * @return the answer where nobody has to be asked, else null
     */
    byte @Nullable [] write(ObjectNode said, Fitting fitting, ObjectNode out);
  }

  /**
   * @param operation what is asked for
   * @param ownPath where a provider that speaks the client's format is asked
   * @param metadata the entries that rules ask for
   */
  public Translation(Operation operation, String ownPath, MetadataKeys metadata) {
    this.operation = operation;
    this.ownPath = ownPath;
    this.metadata = metadata;
  }

  /**
   * Reads one body.
   *
   * @param answers how the answers are written, by what was read of the request
   */
  public RequestReading read(
      byte[] body, Form form, Function<RequestFacts, ClientAnswers> answers) {
    OwnBody own;
    try {
      own = OwnBody.of(body);
    } catch (MalformedJson malformed) {
      return notJson("the body is not valid JSON: " + malformed.getMessage());
    }
    ObjectNode said = Json.objectOf(body);
    if (said == null) {
      return notJson("the body is not a JSON object that can be read: it may be nested too deeply");
    }
    var fitting = new Fitting(body);
    ObjectNode out = Json.object();
    byte[] answer = form.write(said, fitting, out);
    if (answer != null) {
      return new RequestReading.Answered(answer);
    }
    Failure fault = fitting.fault();
    if (fault != null) {
      return new RequestReading.Malformed(fault.message(), fault.param(), "invalid_value");
    }
    byte[] written = Json.bytes(out, fitting.length());
    RequestReading reading = OpenAiRequests.read(operation, written, metadata);
    return reading instanceof RequestReading.Understood(InferenceCall call)
            && call instanceof OpenAiCall openAi
        ? new RequestReading.Understood(
            new TranslatedCall(
                openAi, ownPath, own, fitting.lost(), fitting.bar(), answers.apply(openAi.facts())))
        : reading;
  }

  private static RequestReading notJson(String message) {
    return new RequestReading.Malformed(message, null, "invalid_json");
  }
}
