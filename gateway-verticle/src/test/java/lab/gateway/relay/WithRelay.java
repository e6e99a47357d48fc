package lab.gateway.relay;

import lab.contract.Operation;
import lab.dialect.AnswerForm;
import lab.dialect.openai.OpenAiAnswers;
import lab.dialect.openai.OpenAiDialect;
import lab.gateway.call.ByteBudget;
import lab.gateway.call.OffLoop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A stream of OpenAI's form that is passed to a client. */
abstract class WithRelay {
  static final String ROLE = chunk("{\"role\":\"assistant\",\"content\":\"\"}", "null");
  static final String HELLO = chunk("{\"content\":\"Hello\"}", "null");
  static final String STOP = chunk("{}", "\"stop\"");
  static final String DONE = "data: [DONE]\n\n";

  final Feed feed = new Feed();
  final Noted noted = new Noted();
  OneCall call;
  StreamRelay relay;

  static String chunk(String delta, String reason) {
    return "data: {\"id\":\"i\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\","
        + "\"choices\":[{\"index\":0,\"delta\":"
        + delta
        + ",\"finish_reason\":"
        + reason
        + "}]}\n\n";
  }

  @BeforeEach
  void start() throws Exception {
    call = OneCall.asking(true);
    relay = relayWithin(OneCall.BUDGET);
    call.run(relay::start);
  }

  StreamRelay relayWithin(ByteBudget budget) throws Exception {
    return call.onLoop(
        () ->
            new StreamRelay(
                feed,
                new OpenAiDialect()
                    .stream(
                        new AnswerForm(Operation.CHAT, true, "", false, OpenAiAnswers.ANSWERS),
                        "m",
                        "i",
                        1),
                new StreamReply(call.exchange()),
                call.exchange(),
                new OffLoop(call.vertx()),
                budget,
                noted));
  }

  @AfterEach
  void close() throws Exception {
    call.close();
  }
}
