package lab.dialect.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;

import lab.dialect.Crossing;
import lab.dialect.InferenceCall;
import lab.dialect.openai.MetadataKeys;

/** Answers as Anthropic sends them, and a request that they are for. */
final class Wire {
  /** A streamed request of a client of Anthropic's. */
  static final InferenceCall CALL =
      Crossing.call(
          new AnthropicClient(MetadataKeys.NONE)
              .read(
                  "{\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"
                      .getBytes(UTF_8)));

  static final String START =
      event(
          "message_start",
          "'message':{'id':'msg_1','type':'message','role':'assistant','model':'up','content':[],"
              + "'stop_reason':null,'stop_sequence':null,'usage':{'input_tokens':10,"
              + "'cache_read_input_tokens':3,'cache_creation_input_tokens':2,'output_tokens':1}}");

  static final String STOP = event("message_stop", "");

  static final String TEXT =
      START
          + open(0, "'type':'text','text':''")
          + event("ping", "")
          + delta(0, "'type':'text_delta','text':'Hel'")
          + delta(0, "'type':'text_delta','text':'lo €, 😀 \\n'")
          + close(0)
          + end("end_turn", 5)
          + STOP;

  static final String THOUGHT =
      START
          + open(0, "'type':'thinking','thinking':'','signature':''")
          + delta(0, "'type':'thinking_delta','thinking':'hm'")
          + delta(0, "'type':'signature_delta','signature':'sig'")
          + close(0)
          + open(1, "'type':'redacted_thinking','data':'xx'")
          + close(1)
          + open(2, "'type':'text','text':''")
          + delta(2, "'type':'text_delta','text':'ok'")
          + close(2)
          + end("end_turn", 9)
          + STOP;

  static final String TOOLS =
      START
          + open(0, "'type':'text','text':''")
          + delta(0, "'type':'text_delta','text':'Let me see.'")
          + close(0)
          + open(1, "'type':'tool_use','id':'toolu_a','name':'add','input':{}")
          + delta(1, "'type':'input_json_delta','partial_json':''")
          + delta(1, "'type':'input_json_delta','partial_json':'{\\\"a\\\":'")
          + delta(1, "'type':'input_json_delta','partial_json':'1}'")
          + close(1)
          + open(2, "'type':'tool_use','id':'toolu_b','name':'now','input':{}")
          + close(2)
          + end("tool_use", 7)
          + STOP;

  private Wire() {}

  static String event(String type, String rest) {
    String more = rest.isEmpty() ? "" : "," + rest;
    String event = "event: %s\ndata: {'type':'%s'%s}\n\n".formatted(type, type, more);
    return event.replace('\'', '"');
  }

  static String open(int index, String block) {
    return event("content_block_start", "'index':" + index + ",'content_block':{" + block + "}");
  }

  static String delta(int index, String delta) {
    return event("content_block_delta", "'index':" + index + ",'delta':{" + delta + "}");
  }

  static String close(int index) {
    return event("content_block_stop", "'index':" + index);
  }

  static String end(String reason, int tokens) {
    return event(
        "message_delta",
        "'delta':{'stop_reason':'%s','stop_sequence':null},'usage':{'output_tokens':%d}"
            .formatted(reason, tokens));
  }

  static String failed(String type, String message) {
    return event("error", "'error':{'type':'%s','message':'%s'}".formatted(type, message));
  }
}
