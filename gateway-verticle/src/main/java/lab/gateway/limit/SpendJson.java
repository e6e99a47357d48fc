package lab.gateway.limit;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import lab.contract.KeysTold.Spent;
import lab.contract.KeysTold.Sum;
import lab.contract.NodeId;

/** What was spent as JSON, on the disk. */
final class SpendJson {
  private SpendJson() {}

  static byte[] file(Spent spent) {
    JsonArray sums = new JsonArray();
    for (Sum sum : spent.sums()) {
      sums.add(
          new JsonObject()
              .put("account", sum.account())
              .put("span", sum.span())
              .put("node", sum.node().value())
              .put("amount", sum.amount()));
    }
    return new JsonObject().put("spent", sums).toBuffer().getBytes();
  }

  /**
   * All of a file.
   *
   * @throws DecodeException where it is none
   */
  static Spent sums(byte[] file) {
    try {
      return new Spent(
          new JsonObject(Buffer.buffer(file))
              .getJsonArray("spent").stream()
                  .map(JsonObject.class::cast)
                  .map(
                      sum ->
                          new Sum(
                              sum.getString("account"),
                              sum.getString("span"),
                              new NodeId(sum.getString("node")),
                              sum.getDouble("amount")))
                  .toList());
    } catch (ClassCastException | NullPointerException | IllegalArgumentException wrong) {
      throw new DecodeException("it is no list of sums: " + wrong.getMessage());
    }
  }
}
