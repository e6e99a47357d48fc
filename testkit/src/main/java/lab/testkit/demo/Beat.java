package lab.testkit.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import lab.testkit.wire.OllamaLines;
import lab.testkit.wire.Sse;

/**
 * One frame of a stream.
 *
 * @param frame as it goes out
 * @param spoken whether a token had to be made up for it, which takes time
 */
record Beat(String frame, boolean spoken) {
  static Beat spoken(ObjectNode event) {
    return new Beat(Sse.data(event), true);
  }

  static Beat unspoken(ObjectNode event) {
    return new Beat(Sse.data(event), false);
  }

  static Beat spokenLine(ObjectNode line) {
    return new Beat(OllamaLines.line(line), true);
  }

  static Beat lastLine(ObjectNode line) {
    return new Beat(OllamaLines.line(line), false);
  }
}
