package lab.dialect.form;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import lab.contract.ModelName;
import lab.contract.Operation;
import lab.dialect.ClientAnswers;
import lab.dialect.SplicedCall;
import lab.dialect.openai.OpenAiAnswers;
import org.jspecify.annotations.Nullable;

/** A form as it came, and where the model's name stands in it. */
public final class FormCall implements SplicedCall {
  /**
   * What is known of a form.
   *
   * @param type the header that came with it, boundary and all
   * @param boundary what stands between its parts
   * @param first where the first boundary begins
   */
  record Frame(String type, String boundary, int first) {}

  private final Operation operation;
  private final byte[] body;
  private final Frame frame;
  private final FormScan.@Nullable Part named;
  private final @Nullable ModelName model;

  /**
   * @param named the part with the model's name, or null where there is none
   * @param model the name in it; null where it is empty
   */
  FormCall(
      Operation operation,
      byte[] body,
      Frame frame,
      FormScan.@Nullable Part named,
      @Nullable ModelName model) {
    this.operation = operation;
    this.body = body;
    this.frame = frame;
    this.named = named;
    this.model = model;
  }

  @Override
  public byte[] bodyFor(ModelName name) {
    if (name.equals(model)) {
      return body;
    }
    return named == null
        ? spliced(frame.first(), frame.first(), part(name))
        : spliced(named.start(), named.end(), utf8(name.value()));
  }

  /** A part of its own, for a form that names no model. */
  private byte[] part(ModelName name) {
    return utf8(
        "--%s\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\n%s\r\n"
            .formatted(frame.boundary(), name.value()));
  }

  private byte[] spliced(int start, int end, byte[] with) {
    ByteArrayOutputStream all = new ByteArrayOutputStream(body.length + with.length);
    all.write(body, 0, start);
    all.write(with, 0, with.length);
    all.write(body, end, body.length - end);
    return all.toByteArray();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String contentType() {
    return frame.type();
  }

  @Override
  public Operation operation() {
    return operation;
  }

  @Override
  public @Nullable ModelName model() {
    return model;
  }

  @Override
  public boolean streamed() {
    return false;
  }

  @Override
  public byte[] body() {
    return body;
  }

  @Override
  public ClientAnswers answers() {
    return OpenAiAnswers.ANSWERS;
  }
}
