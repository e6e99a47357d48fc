package lab.testkit.wire;

/**
 * A tool call of a model.
 *
 * @param id as the server makes it
 * @param name the function
 * @param arguments a JSON object as text
 */
public record Call(String id, String name, String arguments) {}
