package lab.contract;

/**
 * A provider and the name under which it is asked.
 *
 * @param provider who is asked
 * @param model the name that is sent to it, which may differ from the client's
 * @param source why it is in the list: {@code exact}, {@code fallback}, {@code chain}, ...
 */
public record Candidate(ProviderName provider, ModelName model, String source) {}
