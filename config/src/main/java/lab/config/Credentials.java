package lab.config;

/** What a provider asks of whoever calls it. */
public sealed interface Credentials {

  /** No key is needed. */
  record NotNeeded() implements Credentials {}

  /** A key, sent as {@code Authorization: Bearer}. */
  record Key(Secret secret) implements Credentials {}

  /** A key is needed and the environment has none: the provider is unavailable. */
  record Missing(String variable) implements Credentials {}
}
