package lab.config;

/**
 * What tokens cost, in the currency of the configuration.
 *
 * @param input of one prompt token
 * @param output of one token of the answer
 */
public record Price(double input, double output) {}
