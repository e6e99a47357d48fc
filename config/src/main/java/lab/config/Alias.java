package lab.config;

import lab.contract.ModelName;

/**
 * A further name of something that clients ask for: an entry of {@code model_group_alias}. A
 * request for it is routed as one for the other name.
 *
 * @param name what a client asks for
 * @param target what it stands for, never an alias itself
 * @param hidden whether lists of models leave it out
 */
public record Alias(ModelName name, ModelName target, boolean hidden) {}
