package lab.gateway.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import lab.config.ClientKey;
import lab.config.KeyHash;
import lab.contract.KeysTold;
import lab.gateway.call.Caller;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyLedgerTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
  private static final KeyHash ONE = KeyHash.of("sk-one");
  private static final KeyHash TWO = KeyHash.of("sk-two");

  private final Vertx vertx = Vertx.vertx();
  private final Path folder;
  private Instant now = NOON;

  KeyLedgerTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @AfterEach
  void close() throws Exception {
    done(vertx.close());
  }

  /** A key that may ask for everything. */
  private static ClientKey mayAll(String alias, KeyHash hash) {
    return new ClientKey(
        alias, hash, List.of(), List.of(), ClientKey.Limits.NONE, Map.of(), List.of(), false, null);
  }

  private static void done(Future<?> future) throws Exception {
    var unused = future.await(10, TimeUnit.SECONDS);
  }

  private KeyLedger ledger(String file) throws Exception {
    KeyLedger ledger = new KeyLedger(vertx, false, folder.resolve(file), () -> now);
    done(ledger.open());
    return ledger;
  }

  private static KeysTold.Query known(KeyLedger ledger) {
    return ledger.question();
  }

  @Test
  void whatWasIssuedIsThereAfterARestart() throws Exception {
    // Given
    KeyLedger ledger = ledger("a.json");
    ClientKey key =
        new ClientKey(
            "ci",
            ONE,
            List.of("llama*"),
            List.of("code"),
            new ClientKey.Limits(60, 1000, 4, 1.5, 20.0, 7),
            Map.of("team", "a"),
            List.of("x"),
            true,
            NOON.plusSeconds(60));

    // When
    done(ledger.issue(key));
    done(ledger.issue(mayAll("other", TWO)));
    done(ledger.revoke(TWO));

    // Then
    assertThat(ledger("a.json").keys()).containsExactly(key);
    assertThat(ledger("a.json").ring().find(ONE.bytes())).isEqualTo(new Caller.Client(key));
    assertThat(ledger("a.json").ring().find(TWO.bytes())).isNull();
  }

  @Test
  void onlyTheOwnerOfTheProcessMayReadTheFile() throws Exception {
    // Given
    KeyLedger ledger = ledger("a.json");

    // When
    done(ledger.issue(mayAll("ci", ONE)));

    // Then
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(folder.resolve("a.json"));
    }
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("a.json"))))
        .isEqualTo("rw-------");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "[]", "{\"keys\":[1]}", "{\"keys\":[{}]}", "{\"keys\":[{\"sha"})
  void aFileThatCanNotBeUnderstoodIsNotTakenForAnEmptyOne(String text) throws Exception {
    // Given
    var unused = Files.writeString(folder.resolve("a.json"), text);

    // Then
    assertThatThrownBy(() -> ledger("a.json"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("a.json can not be read");
  }

  @Test
  void aFileThatCanNotBeWrittenFailsTheOrder() throws Exception {
    // Given
    KeyLedger ledger = ledger("a.json");
    var unused = Files.createDirectory(folder.resolve("a.json"));
    var inside = Files.createFile(folder.resolve("a.json").resolve("x"));

    // Then
    assertThatThrownBy(() -> done(ledger.issue(mayAll("ci", ONE)))).isInstanceOf(IOException.class);
    assertThat(inside).exists();
  }

  @Test
  void aKeyThatCanNotBeKeptIsNoKeyAndOneThatIsTakenBackIsGoneAllTheSame() throws Exception {
    // Given a node whose disk takes nothing any more, and one that hears it
    KeyLedger other = ledger("other.json");
    KeyLedger ledger = ledger("a.json");
    ledger.tellsOf(told -> told.keys().forEach(word -> done(other, word)));
    done(ledger.issue(mayAll("before", TWO)));
    Files.delete(folder.resolve("a.json"));
    var unused = Files.createDirectories(folder.resolve("a.json").resolve("x"));

    // When
    assertThatThrownBy(() -> done(ledger.issue(mayAll("ci", ONE)))).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> done(ledger.revoke(TWO))).isInstanceOf(IOException.class);

    // Then
    assertThat(ledger.keys()).isEmpty();
    assertThat(ledger.ring().find(ONE.bytes())).isNull();
    assertThat(other.keys()).isEmpty();
    assertThat(known(other)).isEqualTo(known(ledger));

    // When there is room again
    Files.delete(folder.resolve("a.json").resolve("x"));
    Files.delete(folder.resolve("a.json"));
    done(ledger.write());

    // Then the next start reads what counts
    KeyLedger next = ledger("a.json");
    assertThat(next.keys()).isEmpty();
    assertThat(known(next)).isEqualTo(known(ledger));
  }

  private static void done(KeyLedger hearer, KeysTold.Issued word) {
    Future<Void> unused = hearer.hear(new KeysTold(List.of(word)));
  }

  @Test
  void everyNodeComesToTheSameInWhateverOrderItHears() throws Exception {
    // Given words of an hour on five keys
    KeyLedger teller = ledger("teller.json");
    List<KeysTold> told = Collections.synchronizedList(new ArrayList<>());
    teller.tellsOf(told::add);
    for (int i = 0; i < 20; i++) {
      now = NOON.plusSeconds(i);
      KeyHash hash = KeyHash.of("sk-" + i % 5);
      done(i % 3 == 2 ? teller.revoke(hash) : teller.issue(mayAll("k" + i, hash)));
    }
    Random random = new Random(7);

    for (int round = 0; round < 20; round++) {
      // When
      KeyLedger hearer = ledger("hearer-" + round + ".json");
      List<KeysTold> shuffled = new ArrayList<>(told);
      Collections.shuffle(shuffled, random);
      for (int twice = 0; twice < 2; twice++) {
        for (KeysTold one : shuffled) {
          done(hearer.hear(one));
        }
      }

      // Then
      assertThat(hearer.keys()).isEqualTo(teller.keys());
      assertThat(known(hearer)).isEqualTo(known(teller));
    }
  }

  @Test
  void whatTakesBackCountsWhereBothWereSaidAtOnce() throws Exception {
    // Given
    KeyLedger one = ledger("a.json");
    KeyLedger other = ledger("b.json");
    KeysTold.Issued issued = KeyJson.issued(mayAll("ci", ONE), NOON);
    KeysTold.Issued revoked = new KeysTold.Issued(ONE.hex(), null, NOON);

    // When
    done(one.hear(new KeysTold(List.of(issued, revoked))));
    done(other.hear(new KeysTold(List.of(revoked, issued))));

    // Then
    assertThat(one.keys()).isEmpty();
    assertThat(other.keys()).isEmpty();
  }

  @Test
  void whatIsSaidHereIsTheLastWordWhateverTheClocksSay() throws Exception {
    // Given a key of a node whose clock is an hour ahead
    KeyLedger ahead = ledger("a.json");
    KeyLedger behind = ledger("b.json");
    now = NOON.plus(Duration.ofHours(1));
    done(ahead.issue(mayAll("ci", ONE)));
    done(behind.hear(ahead.answer(behind.question())));
    now = NOON;

    // When
    done(behind.revoke(ONE));

    // Then
    assertThat(behind.keys()).isEmpty();
    done(ahead.hear(behind.answer(ahead.question())));
    assertThat(ahead.keys()).isEmpty();

    // When it is wanted again
    done(behind.issue(mayAll("again", ONE)));
    done(ahead.hear(behind.answer(ahead.question())));

    // Then
    assertThat(ahead.keys()).containsExactly(mayAll("again", ONE));
  }

  @Test
  void whoKnowsTheSameIsToldNothingAndWhoDoesNotIsToldAll() throws Exception {
    // Given
    KeyLedger one = ledger("a.json");
    KeyLedger other = ledger("b.json");
    done(one.issue(mayAll("ci", ONE)));

    // When
    KeysTold first = one.answer(other.question());
    done(other.hear(first));
    KeysTold second = one.answer(other.question());

    // Then
    assertThat(first.keys()).hasSize(1);
    assertThat(second.keys()).isEmpty();
    assertThat(other.keys()).isEqualTo(one.keys());
  }

  @Test
  void aKeyThatWasTakenBackIsForgottenAfterAMonth() throws Exception {
    // Given
    KeyLedger ledger = ledger("a.json");
    done(ledger.issue(mayAll("ci", ONE)));
    done(ledger.revoke(ONE));

    // When
    now = NOON.plus(Duration.ofDays(31));
    done(ledger.issue(mayAll("other", TWO)));

    // Then
    Map<String, Boolean> known = new HashMap<>();
    ledger
        .answer(new KeysTold.Query(""))
        .keys()
        .forEach(word -> known.put(word.hash(), word.json() != null));
    assertThat(known).isEqualTo(Map.of(TWO.hex(), true));
  }

  @Test
  void aWordThatNobodyUnderstandsIsNobodysKey() throws Exception {
    // Given
    KeyLedger ledger = ledger("a.json");

    // When
    done(
        ledger.hear(
            new KeysTold(
                List.of(
                    new KeysTold.Issued("no hash", "{}", NOON),
                    new KeysTold.Issued(ONE.hex(), "{\"models\":[1]}", NOON)))));

    // Then
    assertThat(ledger.keys()).isEmpty();
  }
}
