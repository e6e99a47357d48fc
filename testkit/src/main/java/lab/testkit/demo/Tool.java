package lab.testkit.demo;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A tool that a client offers.
 *
 * @param name the function's name
 * @param parameters the JSON schema of its arguments; may be missing
 */
record Tool(String name, JsonNode parameters) {}
