package lab.config;

import lab.config.condition.Condition;
import lab.contract.ProviderName;
import lab.contract.SourceRef;

/**
 * An entry of {@code routing_rules.request_metadata_routing}.
 *
 * @param name its key
 * @param provider who is meant
 * @param condition when
 * @param at where it stands
 */
public record MetadataRule(String name, ProviderName provider, Condition condition, SourceRef at) {}
