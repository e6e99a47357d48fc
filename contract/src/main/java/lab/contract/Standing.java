package lab.contract;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How a provider, or one of its models, stands with those who decide: for people and programs that
 * watch.
 *
 * @param state the state
 * @param since since when, or null where that is not known
 * @param until until when at least, or null where nobody can say
 * @param because why, without secrets; empty where there is nothing to explain
 * @param foundBy the node that found it, or null where it follows from the configuration
 * @param kind the failure that led to it, or null where none did
 */
public record Standing(
    State state,
    @Nullable Instant since,
    @Nullable Instant until,
    String because,
    @Nullable NodeId foundBy,
    @Nullable FailureKind kind) {

  /** One that no failure led to. */
  public Standing(
      State state,
      @Nullable Instant since,
      @Nullable Instant until,
      String because,
      @Nullable NodeId foundBy) {
    this(state, since, until, because, foundBy, null);
  }

  /** From the best to the worst. */
  public enum State {
    /** It gets its share of requests. */
    ACTIVE,
    /** It works and is slower to begin than it should be: it gets half of its share. */
    DEGRADED,
    /** It failed, is tried again, and gets a growing part of its share. */
    RECOVERING,
    /** Requests found it failing: it gets none for a while. */
    COOLDOWN,
    /** Polls find it down: it is asked where nobody else is left. */
    UNAVAILABLE,
    /** The environment has no key for it. */
    NO_CREDENTIALS,
    /** The configuration keeps it out of use. */
    DISABLED;

    /** The word on pages and in labels. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it gets requests while others do. */
    public boolean serves() {
      return compareTo(RECOVERING) <= 0;
    }
  }

  /**
   * That something stands badly, as the gateway itself found it. What it is about names it: there
   * is at most one of a kind, a provider and a model.
   *
   * @param kind what kind of trouble it is
   * @param provider whose, or null where it is not of one provider
   * @param model of which model, or null where it is not of one model
   * @param severity how soon somebody is wanted
   * @param because why, without secrets
   * @param since when it came
   * @param until when it was over, or null while it is open
   * @param count how often it has come since it is known, from 1
   * @param saidAt when it was last due to be told: when it came, or was to be repeated
   * @param told what each webhook has been told since then, by its name
   * @param revision counts its changes; of two words on the same alert the higher one counts
   * @param by who said the last word
   */
  public record Alert(
      Kind kind,
      @Nullable ProviderName provider,
      @Nullable ModelName model,
      Severity severity,
      String because,
      Instant since,
      @Nullable Instant until,
      int count,
      Instant saidAt,
      Map<String, Telling> told,
      long revision,
      NodeId by) {
    public Alert {
      told = Collections.unmodifiableMap(new TreeMap<>(told));
    }

    /** From the worst to the least. */
    public enum Severity {
      /** Somebody is wanted now. */
      CRITICAL,
      /** Today. */
      WARNING,
      /** At the next look. */
      INFO
    }

    /** The kinds of trouble. */
    public enum Kind {
      /** No money, or a spent quota, behind a provider's key. */
      CREDITS,
      /** A provider refuses the gateway's key. */
      AUTH,
      /** A provider, or one of its models, fails. */
      SERVER,
      /** Something of a provider has been out of use for long. */
      CIRCUIT,
      /** A provider is slow to begin. */
      LATENCY,
      /** Many requests of clients fail. */
      ERROR_RATE
    }

    /** What became of telling a webhook. */
    public enum Telling {
      /** It knows that the alert is open. */
      OPEN,
      /** It knows that the alert is over. */
      OVER,
      /** It does not take it, and is not told again. */
      REFUSED
    }

    /** What it is about, as one text. */
    public String key() {
      return key(kind, provider, model);
    }

    /** The text of what an alert is about. */
    public static String key(
        Kind kind, @Nullable ProviderName provider, @Nullable ModelName model) {
      return kind
          + "/"
          + (provider == null ? "" : provider.value())
          + "/"
          + (model == null ? "" : model.value());
    }

    /** Whether it is not over. */
    public boolean holds() {
      return until == null;
    }

    /** Whether this is a later word than the other, on the same alert. */
    public boolean isAfter(Alert other) {
      return revision == other.revision
          ? by.value().compareTo(other.by.value()) > 0
          : revision > other.revision;
    }
  }

  /** What nodes tell each other of alerts. */
  public sealed interface Alerts extends BusMessage {

    /** Told by the node that an alert belongs to, when it has changed. */
    Notice<Told> LINE = new Notice<>("lab.alerts", Told.class, Reach.CLUSTER);

    /** Asked by gateways for pages, and by nodes that start, and now and then. */
    Question<Ask, Told> KNOWN =
        new Question<>(
            "lab.alerts.known", Ask.class, Told.class, Reach.CLUSTER, Duration.ofSeconds(1));

    /**
     * Which alerts do you know?
     *
     * @param most the latest of them, at most so many
     */
    record Ask(int most) implements Alerts {}

    /**
     * The last word on some alerts.
     *
     * @param alerts at most one with the same key
     */
    record Told(List<Alert> alerts) implements Alerts {
      public Told {
        alerts = List.copyOf(alerts);
      }
    }
  }
}
