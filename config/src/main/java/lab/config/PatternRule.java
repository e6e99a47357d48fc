package lab.config;

import com.google.re2j.Pattern;
import lab.contract.ProviderName;
import lab.contract.SourceRef;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression that routes names. It must match from the start of the name, as Python's
 * {@code re.match} does; RE2 syntax, so that matching takes linear time.
 *
 * @param pattern compiled
 * @param provider who serves what matches
 * @param fallback a provider or a model name to try after the chain, or null
 * @param at where it stands
 */
public record PatternRule(
    Pattern pattern, ProviderName provider, @Nullable String fallback, SourceRef at) {}
