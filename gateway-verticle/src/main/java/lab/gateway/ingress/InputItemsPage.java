package lab.gateway.ingress;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import lab.dialect.responses.InputItems;
import lab.gateway.cache.ResponseShelf;
import lab.gateway.call.ByteBudget;
import lab.gateway.call.GatewayFailure;
import lab.gateway.call.OffLoop;
import lab.gateway.call.Replies;

/** {@code GET /v1/responses/{id}/input_items}: what a kept response was an answer to. */
final class InputItemsPage {
  private static final int USUAL = 20;

  private final ResponseShelf shelf;
  private final OffLoop offLoop;
  private final ByteBudget budget;

  /**
   * @param budget where conversations count while they are read
   */
  InputItemsPage(ResponseShelf shelf, OffLoop offLoop, ByteBudget budget) {
    this.shelf = shelf;
    this.offLoop = offLoop;
    this.budget = budget;
  }

  /** By {@code ?limit=1..100}, {@code ?order=asc|desc} and {@code ?after=ITEM}. */
  void list(RoutingContext context, String id) {
    HttpServerRequest request = context.request();
    String limit = Parameter.of(request, "limit");
    String order = Parameter.of(request, "order");
    if (limit != null && !limit.matches("0*([1-9][0-9]?|100)")) {
      refuse(request, "limit", "must be a whole number from 1 to 100");
    } else if (order != null && !order.matches("asc|desc")) {
      refuse(request, "order", "must be asc or desc");
    } else {
      var page =
          new InputItems.Page(
              Parameter.of(request, "after"),
              limit == null ? USUAL : Integer.parseInt(limit),
              !"asc".equals(order));
      shelf
          .find(Entrance.callerOf(context), id)
          .onComplete(
              found ->
                  found.ifPresentOrElse(
                      kept -> list(request, id, kept.conversation(), page),
                      () -> Replies.failure(request, new GatewayFailure.UnknownResponse(id))),
              away -> Replies.failure(request, new GatewayFailure.NoResponses()));
    }
  }

  private void list(
      HttpServerRequest request, String id, byte[] conversation, InputItems.Page page) {
    ByteBudget.Share room = budget.share();
    // As it is kept, and as it goes out.
    if (!room.take(2L * conversation.length)) {
      Replies.failure(request, new GatewayFailure.NoRoom(budget.most()));
      return;
    }
    offLoop.run(
        conversation.length,
        room,
        () -> Optional.ofNullable(InputItems.list(id, conversation, page)),
        listed ->
            listed.ifPresentOrElse(
                json -> Replies.json(request, 200, json).onComplete(sent -> room.letGo()),
                () -> {
                  room.letGo();
                  refuse(request, "after", "must be the id of an item of this list");
                }),
        bug -> {
          room.letGo();
          Replies.failure(request, new GatewayFailure.Bug());
        });
  }

  private static void refuse(HttpServerRequest request, String name, String rule) {
    Replies.failure(
        request, new GatewayFailure.Malformed(name + " " + rule, name, "invalid_value"));
  }
}
