package lab.gateway.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import lab.dialect.responses.KeptResponses;
import lab.gateway.call.Caller;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseShelfTest {
  private static final Caller ANYONE = new Caller.Anyone();
  private static final Caller OPERATOR = new Caller.Operator();
  private static final int LARGEST = 100;
  private static final int MOST = 10_000;

  private final AtomicLong nanos = new AtomicLong();
  private final ResponseShelf shelf = shelf(Duration.ofMinutes(1));

  private ResponseShelf shelf(Duration ttl) {
    return new ResponseShelf(
        new Stores(new MemoryStore(MOST, nanos::get), null), ttl, LARGEST, null);
  }

  private static String keep(ResponseShelf shelf, Caller caller, String response) {
    KeptResponses own = shelf.of(caller);
    String id = own.newId();
    own.keep(id, response.getBytes(UTF_8), "before".getBytes(UTF_8));
    return id;
  }

  private static boolean has(ResponseShelf shelf, Caller caller, String id) {
    return shelf.find(caller, id).result().isPresent();
  }

  @Test
  void aResponseIsFoundWithItsConversation() {
    // Given
    String id = keep(shelf, ANYONE, "said");

    // When
    ResponseShelf.Found found = shelf.find(ANYONE, id).result().orElseThrow();

    // Then
    assertThat(found.response()).asString().isEqualTo("said");
    assertThat(found.conversation()).asString().isEqualTo("before");
  }

  @Test
  void anotherCallersResponseIsNeitherFoundNorForgotten() {
    // Given
    String id = keep(shelf, ANYONE, "said");

    // When
    boolean forgotten = shelf.forget(OPERATOR, id).result();

    // Then
    assertThat(forgotten).isFalse();
    assertThat(has(shelf, OPERATOR, id)).isFalse();
    assertThat(has(shelf, ANYONE, id)).isTrue();
  }

  @Test
  void whatIsForgottenIsGone() {
    // Given
    String id = keep(shelf, ANYONE, "said");

    // When
    boolean first = shelf.forget(ANYONE, id).result();
    boolean second = shelf.forget(ANYONE, id).result();

    // Then
    assertThat(first).isTrue();
    assertThat(second).isFalse();
    assertThat(has(shelf, ANYONE, id)).isFalse();
  }

  @Test
  void aResponseIsKeptForItsTime() {
    // Given
    String id = keep(shelf, ANYONE, "said");

    // When
    nanos.addAndGet(Duration.ofSeconds(59).toNanos());
    boolean before = has(shelf, ANYONE, id);
    nanos.addAndGet(Duration.ofSeconds(2).toNanos());

    // Then
    assertThat(before).isTrue();
    assertThat(has(shelf, ANYONE, id)).isFalse();
  }

  @Test
  void whatIsTooLongIsNotKept() {
    assertThat(has(shelf, ANYONE, keep(shelf, ANYONE, "x".repeat(LARGEST - 6)))).isTrue();
    assertThat(has(shelf, ANYONE, keep(shelf, ANYONE, "x".repeat(LARGEST - 5)))).isFalse();
  }

  @Test
  void nothingIsKeptWhereTheTimeIsZero() {
    // Given
    ResponseShelf off = shelf(Duration.ZERO);

    // When, Then
    assertThat(has(off, ANYONE, keep(off, ANYONE, "said"))).isFalse();
  }

  @Test
  void manyResponsesTakeNoMoreThanTheirBytes() {
    // Given
    int kept = 0;

    // When
    String[] ids = new String[1_000];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = keep(shelf, ANYONE, "x".repeat(80));
    }
    for (String id : ids) {
      kept += has(shelf, ANYONE, id) ? 1 : 0;
    }

    // Then
    assertThat(kept).isPositive().isLessThan(MOST / 80);
    assertThat(ids).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "resp_", "resp_1", "x", "resp_../../../../../../../../../../../x"})
  void whatIsNoIdIsNotLookedUp(String id) {
    assertThat(has(shelf, ANYONE, id)).isFalse();
  }
}
