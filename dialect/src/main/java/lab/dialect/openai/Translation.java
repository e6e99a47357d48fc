package lab.dialect.openai;

import java.util.function.Function;
import lab.contract.Operation;
import lab.contract.RequestFacts;
import lab.dialect.ClientAnswers;
import lab.dialect.Failure;
import lab.dialect.InferenceCall;
import lab.dialect.RequestReading;
import lab.dialect.json.JsonMembers;
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
     * @return the answer where the model only has to be there, else null
     * @throws MalformedJson where the body is broken
     */
    byte @Nullable [] write(JsonMembers said, Fitting fitting, Draft out) throws MalformedJson;
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
    var fitting = new Fitting(body);
    Draft out = fitting.draft();
    byte[] answer;
    try {
      answer = form.write(new JsonMembers(body), fitting, out);
    } catch (MalformedJson malformed) {
      return new RequestReading.Malformed(
          "the body is not valid JSON: " + malformed.getMessage(), null, "invalid_json");
    }
    Failure fault = fitting.fault();
    if (fault != null) {
      return new RequestReading.Malformed(fault.message(), fault.param(), "invalid_value");
    }
    RequestReading reading = OpenAiRequests.read(operation, out.bytes(), metadata);
    return reading instanceof RequestReading.Understood(InferenceCall call)
            && call instanceof OpenAiCall openAi
        ? new RequestReading.Understood(
            new TranslatedCall(
                openAi,
                ownPath,
                body,
                fitting.lost(),
                fitting.bar(),
                answer,
                answers.apply(openAi.facts())))
        : reading;
  }
}
