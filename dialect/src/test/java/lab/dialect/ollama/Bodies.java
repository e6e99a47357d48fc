package lab.dialect.ollama;

import java.util.List;

/** Bodies as Ollama sends them. */
final class Bodies {
  static final String DONE =
      "{'model':'m','created_at':'2026-01-01T00:00:02Z','message':{'role':'assistant','content':''},"
          + "'done':true,'done_reason':'stop','total_duration':9,'prompt_eval_count':10,"
          + "'eval_count':5}\n";

  static final String TEXT =
      line("'content':'Hel'") + line("'content':'lo €, 😀 \\\"q\\\" \\\\ \\n\\u0001'") + DONE;

  static final String THOUGHT =
      line("'content':'','thinking':'hm'") + line("'content':'ok'") + DONE;

  static final String TOOLS =
      line(
              "'content':'','tool_calls':[{'id':'call_a','function':{'index':0,'name':'add',"
                  + "'arguments':{'a':1,'b':'x'}}},{'function':{'index':0,'name':'now',"
                  + "'arguments':{}}}]")
          + line("'content':'','tool_calls':[{'function':{'name':'late','arguments':'{}'}}]")
          + DONE;

  static final String GENERATED =
      "{'model':'m','response':'Hel','done':false}\n"
          + "{'model':'m','response':'lo','done':false}\n"
          + "{'model':'m','response':'','done':true,'done_reason':'length','context':[1,2],"
          + "'prompt_eval_count':3,'eval_count':2}\n";

  static final String PROBABLE =
      "{'model':'m','message':{'role':'assistant','content':'ab'},'logprobs':["
          + "{'token':'a','logprob':-0.5,'bytes':[97],'top_logprobs':[{'token':'x','logprob':-1.5}]},"
          + "{'token':'b','logprob':-0.25}],'done':false}\n"
          + DONE;

  static final String FAILED = line("'content':'Hel'") + "{'error':'llama runner has died'}\n";

  static final String CUT = line("'content':'Hel'");

  static final List<String> ALL =
      List.of(TEXT, THOUGHT, TOOLS, GENERATED, PROBABLE, FAILED, CUT, TEXT.replace("\n", "\r\n\n"));

  private Bodies() {}

  static String line(String message) {
    return "{'model':'m','created_at':'2026-01-01T00:00:01.5Z','message':{'role':'assistant',"
        + message
        + "},'done':false}\n";
  }

  static String done(String reason) {
    return DONE.replace("'done_reason':'stop'", "'done_reason':'" + reason + "'");
  }
}
