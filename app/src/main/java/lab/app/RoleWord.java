package lab.app;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import lab.contract.Role;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A role as it is written on a command line. */
final class RoleWord implements ITypeConverter<Role> {
  @Override
  public Role convert(String word) {
    String wanted = word.strip().toLowerCase(Locale.ROOT);
    return Arrays.stream(Role.values())
        .filter(role -> role.label().equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "\"%s\" is no role; it must be one of %s".formatted(word, all())));
  }

  private static String all() {
    return Arrays.stream(Role.values()).map(Role::label).collect(Collectors.joining(", "));
  }
}
