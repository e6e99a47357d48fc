package lab.app;

import java.lang.reflect.AnnotatedElement;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Option;

/**
 * Makes a variable that is set and empty one that is not set, as in a shell's {@code ${NAME:-...}}:
 * files of services and of containers write it so where nobody said anything.
 */
final class EmptyVariables implements IDefaultValueProvider {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{[A-Z_]+(?::-(.*))?}");

  @Override
  public @Nullable String defaultValue(ArgSpec argument) {
    String found = argument.defaultValue();
    if (found == null || !found.isBlank()) {
      return null; // As the option says itself.
    }
    Object field = argument.userObject();
    Option option = field instanceof AnnotatedElement one ? one.getAnnotation(Option.class) : null;
    Matcher variable = VARIABLE.matcher(option == null ? "" : option.defaultValue());
    boolean named = variable.matches();
    String otherwise = named ? variable.group(1) : null;
    return !named ? null : otherwise == null ? Option.NULL_VALUE : otherwise;
  }
}
