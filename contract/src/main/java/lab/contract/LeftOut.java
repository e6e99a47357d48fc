package lab.contract;

/**
 * A candidate that was considered and not taken.
 *
 * @param provider the provider
 * @param model the name it would have been asked under
 * @param reason for people: {@code disabled}, {@code no credentials}, ...
 */
public record LeftOut(ProviderName provider, ModelName model, String reason) {}
