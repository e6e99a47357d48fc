package lab.gateway.limit;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.DecodeException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import lab.config.Configuration;
import lab.config.ModelEntry;
import lab.config.Price;
import lab.config.Provider;
import lab.contract.Candidate;
import lab.contract.KeysTold.Spent;
import lab.contract.KeysTold.Sum;
import lab.contract.NodeId;
import lab.contract.Usage;
import lab.dialect.Failure;
import lab.gateway.state.WholeFile;
import org.jspecify.annotations.Nullable;

/**
 * What keys, models and providers have spent in a day and a month of UTC: in memory, on this node's
 * disk, and known to all nodes. One per node; any thread.
 */
public final class Budgets {
  /** Of the file in the state folder. */
  public static final String FILE = "spend.json";

  /** Every so many times that others are told anything, they are told again what they may lack. */
  static final int AGAIN = 10;

  /** Sums that are told again at a time. */
  private static final int PORTION = 500;

  private final Vertx vertx;
  private final NodeId self;
  private final Path path;
  private final WholeFile file;
  private final InstantSource clock;
  private final SpendBook book = new SpendBook();

  /** What has changed and was not told yet; guarded by itself. */
  private final Map<String, Sum> untold = new HashMap<>();

  /** Goes round all that is known, bit by bit. */
  private Iterator<Sum> round = Collections.emptyIterator();

  private int told;

  private volatile Map<Deployment, Price> prices = Map.of();
  private volatile boolean changed;

  /** What goes to the disk, or went last. */
  private Future<Void> writing = Future.succeededFuture();

  /**
   * @param self this node
   * @param folder where it keeps what outlives it
   */
  public Budgets(Vertx vertx, NodeId self, Path folder, InstantSource clock) {
    this.vertx = vertx;
    this.self = self;
    this.path = folder.resolve(FILE);
    this.file = new WholeFile(path);
    this.clock = clock;
  }

  /** Takes the prices of a configuration over. */
  void goesBy(Configuration configuration) {
    Map<Deployment, Price> now = new HashMap<>();
    for (Provider provider : configuration.providers().values()) {
      for (ModelEntry model : provider.models()) {
        if (model.price() != null) {
          now.put(new Deployment(provider.name(), model.name()), model.price());
        }
      }
    }
    prices = Map.copyOf(now);
  }

  private LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  /** What of it is used up, or null. */
  @Nullable Overspent over(Purse purse) {
    return purse.over(book, today());
  }

  /** Why a candidate is left out that this is of. */
  Failure failure(Overspent over) {
    return over.failure(clock.instant());
  }

  /** What was spent of it, in the shorter of the spans that its money is limited in, in dollars. */
  double spent(Purse purse) {
    LocalDate today = today();
    boolean daily = purse.most().dollarsPerDay() != null;
    return book.spent(purse.dollars(), daily ? SpendBook.day(today) : SpendBook.month(today));
  }

  /** What may still be used of one of its numbers, in the day or the month; null for anything. */
  @Nullable Left left(Purse purse, Bound bound) {
    return purse.left(bound, book, today());
  }

  /** Counts a request. */
  void request(Purse purse) {
    if (purse.most().requestsPerDay() != null) {
      add(purse.requests(), 1);
    }
  }

  /** Counts tokens, 0 or more. */
  void tokens(Purse purse, long tokens) {
    if (purse.most().tokensPerDay() != null) {
      add(purse.tokens(), (double) tokens);
    }
  }

  /** What tokens cost counts, where they have a price. */
  void pay(Purse purse, Candidate by, Usage usage) {
    Price price = purse.most().hasBudget() ? prices.get(Deployment.of(by)) : null;
    if (price != null) {
      add(
          purse.dollars(),
          usage.promptTokens() * price.input() + usage.completionTokens() * price.output());
    }
  }

  private void add(String account, double amount) {
    if (amount > 0) {
      synchronized (untold) {
        for (Sum sum : book.add(account, self, amount, today())) {
          untold.put(sum.account() + sum.span(), sum);
        }
      }
      changed = true;
    }
  }

  /**
   * What the others are to be told now: what is new, and now and then some of what they have been
   * told before, for a word may have been lost. One thread at a time.
   */
  Spent told() {
    List<Sum> sums = news();
    told++;
    if (told % AGAIN == 0) {
      if (!round.hasNext()) {
        book.forgetBefore(today());
        round = book.all().iterator();
      }
      for (int i = 0; i < PORTION && round.hasNext(); i++) {
        sums.add(round.next());
      }
    }
    return new Spent(sums);
  }

  private List<Sum> news() {
    synchronized (untold) {
      List<Sum> news = new ArrayList<>(untold.values());
      untold.clear();
      return news;
    }
  }

  /** All that this node knows. */
  Spent known() {
    return new Spent(book.all());
  }

  /** Hears what was spent elsewhere, or here before this node's disk was lost. */
  void hear(Spent told) {
    for (Sum sum : told.sums()) {
      if (book.hear(sum)) {
        changed = true; // And never false: another loop may have spent some meanwhile.
      }
    }
  }

  /**
   * Reads what is on the disk; fails where that can not be understood, for budgets would be new.
   */
  Future<Void> open() {
    return vertx
        .executeBlocking(
            () -> {
              byte[] bytes = file.read();
              if (bytes != null) {
                read(bytes);
              }
              return bytes != null;
            })
        .mapEmpty();
  }

  private void read(byte[] bytes) throws IOException {
    try {
      hear(SpendJson.sums(bytes));
    } catch (DecodeException wrong) {
      throw new IOException(path + " can not be read: " + wrong.getMessage(), wrong);
    }
  }

  /** Puts on the disk what has changed; completes when all is there. One thread at a time. */
  Future<Void> write() {
    if (changed) {
      changed = false;
      writing =
          vertx
              .executeBlocking(
                  () -> {
                    book.forgetBefore(today());
                    // Of many keys it takes long to put in words: not on an event loop.
                    file.write(SpendJson.file(known()));
                    return true;
                  })
              .onFailure(full -> changed = true)
              .mapEmpty();
    }
    return writing;
  }
}
