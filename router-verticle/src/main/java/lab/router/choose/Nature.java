package lab.router.choose;

import lab.config.Price;
import lab.config.ProviderType;
import org.jspecify.annotations.Nullable;

/**
 * What the configuration knows of a provider's model.
 *
 * @param type the kind of server
 * @param local whether its address is a loopback or a private one
 * @param capacity requests that it takes at a time, or 0 where no file says
 * @param size billions of parameters, or NaN where nothing tells
 * @param context tokens of context, or 0 where no file says
 * @param price what its tokens cost, or null where no file says
 */
public record Nature(
    ProviderType type,
    boolean local,
    int capacity,
    double size,
    int context,
    @Nullable Price price) {}
