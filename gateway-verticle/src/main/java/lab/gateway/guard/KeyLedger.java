package lab.gateway.guard;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.DecodeException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import lab.config.ClientKey;
import lab.config.Configuration;
import lab.config.KeyHash;
import lab.contract.KeysTold;
import lab.contract.KeysTold.Issued;
import lab.gateway.state.WholeFile;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that were issued while the cluster ran: on the disk of every node, and known to all. Of
 * each key the last word counts, so words may come in any order and more than once. Any thread.
 */
public final class KeyLedger {
  private static final Logger LOG = LoggerFactory.getLogger(KeyLedger.class);

  /** More are refused: each costs memory on every node. */
  public static final int MOST = 10_000;

  /** So long a key that was taken back is remembered, for a node that was away all the time. */
  private static final Duration REMEMBERED = Duration.ofDays(30);

  private final KeyRing ring;
  private final FailedKeys failedKeys = new FailedKeys(System.nanoTime());
  private final Vertx vertx;
  private final WholeFile file;
  private final Path path;
  private final InstantSource clock;
  private final Map<String, Issued> words = new TreeMap<>();
  private Consumer<KeysTold> teller = told -> {};
  private long version;

  /** Held while a file is made of the words and written: an earlier one must not come later. */
  private final Object disk = new Object();

  /** Of what is on the disk; under that lock. */
  private long written;

  /** Whether the last try to write has failed; under that lock. */
  private boolean refused;

  /**
   * @param open whether it was said at the start that everybody may come who reaches the node
   * @param path where issued keys are kept
   */
  public KeyLedger(Vertx vertx, boolean open, Path path, InstantSource clock) {
    this.vertx = vertx;
    this.path = path;
    this.file = new WholeFile(path);
    this.clock = clock;
    this.ring = new KeyRing(open);
  }

  /** Takes the keys of a configuration over, in place of those before. */
  public void goesBy(Configuration configuration) {
    ring.goesBy(configuration.settings());
  }

  /** The keys in force. */
  public KeyRing ring() {
    return ring;
  }

  FailedKeys failedKeys() {
    return failedKeys;
  }

  /** Who is told of every word that is said here. */
  public synchronized void tellsOf(Consumer<KeysTold> others) {
    teller = others;
  }

  /** Reads what is on the disk; fails where that can not be understood, for keys would be lost. */
  public Future<Void> open() {
    return vertx
        .executeBlocking(
            () -> {
              byte[] bytes = file.read();
              return bytes != null && take(read(bytes));
            })
        .mapEmpty();
  }

  private List<Issued> read(byte[] bytes) throws IOException {
    try {
      return KeyJson.words(bytes);
    } catch (DecodeException wrong) {
      throw new IOException(path + " can not be read: " + wrong.getMessage(), wrong);
    }
  }

  /**
   * Issues a key; completes when it is on this node's disk, and all others have been told. One that
   * can not be kept is no key: nobody will be shown it, and its name is free again.
   */
  public Future<Void> issue(ClientKey key) {
    Issued word = takenLast(KeyJson.issued(key, clock.instant()));
    return write()
        .onSuccess(kept -> tell(word))
        .onFailure(full -> tell(takenLast(new Issued(word.hash(), null, clock.instant()))));
  }

  /**
   * Takes a key back, which must have been issued; completes likewise. The others are told also
   * where this node's disk is full: theirs may not be.
   */
  public Future<Void> revoke(KeyHash hash) {
    Issued word = takenLast(new Issued(hash.hex(), null, clock.instant()));
    return write().onComplete(done -> tell(word));
  }

  private synchronized void tell(Issued word) {
    teller.accept(new KeysTold(List.of(word)));
  }

  /**
   * Takes a word that is said here and now over. It is the last one, also where the clock of the
   * node that said the one before is ahead, or this node's was set back: otherwise a key that is
   * taken back would go on.
   */
  private synchronized Issued takenLast(Issued word) {
    Issued known = words.get(word.hash());
    Issued last =
        known == null || word.isAfter(known)
            ? word
            : new Issued(word.hash(), word.json(), known.at().plusMillis(1));
    boolean unused = take(List.of(last));
    return last;
  }

  /**
   * Hears what other nodes say, which counts at once. Completes when it is on the disk; where it
   * can not be, it is asked for again after the next start.
   */
  public Future<Void> hear(KeysTold told) {
    return take(told.keys()) ? write() : Future.succeededFuture();
  }

  /** Takes words over; whether any was news. */
  private synchronized boolean take(List<Issued> said) {
    Instant oldest = clock.instant().minus(REMEMBERED);
    boolean news = false;
    for (Issued word : said) {
      Issued known = words.get(word.hash());
      boolean stale = word.json() == null && word.at().isBefore(oldest);
      if (!stale && KeyHash.isOne(word.hash()) && (known == null || word.isAfter(known))) {
        words.put(word.hash(), word);
        news = true;
      }
    }
    if (news) {
      boolean unused =
          words.values().removeIf(word -> word.json() == null && word.at().isBefore(oldest));
      version++;
      ring.issued(keys());
    }
    return news;
  }

  /**
   * Writes what is not on the disk yet, as where it was full when a key was taken back: read at the
   * next start, it would be in force again.
   */
  public Future<Void> write() {
    return vertx.executeBlocking(this::writeAll).mapEmpty();
  }

  /** One after the other; whoever finds its words written by an earlier one writes nothing. */
  private boolean writeAll() throws IOException {
    synchronized (disk) {
      long now;
      List<Issued> all;
      synchronized (this) {
        now = version;
        all = known();
      }
      if (now == written) {
        return false;
      }
      try {
        file.write(KeyJson.file(all));
      } catch (IOException full) {
        if (!refused) {
          LOG.atWarn()
              .addKeyValue("because", full.toString())
              .log("issued keys can not be written");
        }
        refused = true;
        throw full;
      }
      refused = false;
      written = now;
      return true;
    }
  }

  /** Every word that counts. */
  private synchronized List<Issued> known() {
    return new ArrayList<>(words.values());
  }

  /** The keys that were issued and not taken back, by their hashes. */
  public synchronized List<ClientKey> keys() {
    return words.values().stream().map(KeyJson::key).filter(Objects::nonNull).toList();
  }

  /** The one with this hash, or null. */
  public synchronized @Nullable ClientKey key(KeyHash hash) {
    Issued word = words.get(hash.hex());
    return word == null ? null : KeyJson.key(word);
  }

  /** What is asked of others: whether they know the same. */
  public KeysTold.Query question() {
    MessageDigest digest = KeyHash.sha256();
    for (Issued word : known()) {
      digest.update(HexFormat.of().parseHex(word.hash()));
      digest.update(word.at().toString().getBytes(StandardCharsets.US_ASCII));
    }
    return new KeysTold.Query(HexFormat.of().formatHex(digest.digest()));
  }

  /** The answer to another node's. */
  public KeysTold answer(KeysTold.Query query) {
    return new KeysTold(query.equals(question()) ? List.of() : known());
  }
}
