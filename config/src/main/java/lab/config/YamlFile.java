package lab.config;

import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import lab.contract.SourceRef;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.reader.ReaderException;

/** Reads one YAML 1.1 file into a {@link YamlMap}, as nodes with marks and not as objects. */
final class YamlFile {
  private static final int LARGEST = 16 * 1024 * 1024;

  private YamlFile() {}

  /**
   * The file's root; an empty map where nothing of it can be used, with the findings that say why.
   *
   * @throws UnreadableFile where the file is there and can not be read
   */
  static YamlMap read(ConfigFiles files, YamlSource source) throws UnreadableFile {
    String text = text(files, source);
    MappingNode root = text == null ? null : compose(text, source);
    YamlSource read = source.holding(text == null ? "" : text);
    return root == null ? YamlMap.empty(read) : YamlMap.of(read, source.at(root), "", root);
  }

  private static @Nullable String text(ConfigFiles files, YamlSource source) throws UnreadableFile {
    SourceRef start = new SourceRef(source.file(), 1, 1);
    if (files.size(source.file()) > LARGEST) {
      source.findings().error(start, "is larger than 16 MiB");
      return null;
    }
    try {
      return files.read(source.file());
    } catch (CharacterCodingException bad) {
      source.findings().error(start, "is not UTF-8");
      return null;
    }
  }

  private static @Nullable MappingNode compose(String text, YamlSource source) {
    SourceRef start = new SourceRef(source.file(), 1, 1);
    try {
      Node root = new Yaml(limits()).compose(new StringReader(text));
      if (root == null || Tag.NULL.equals(root.getTag())) {
        return null;
      }
      if (!(root instanceof MappingNode mapping)) {
        source.findings().error(source.at(root), "must be a map of keys at its top");
        return null;
      }
      return new YamlSanity(source).isFit(mapping) ? mapping : null;
    } catch (MarkedYAMLException bad) {
      Mark mark = bad.getProblemMark();
      source
          .findings()
          .error(mark == null ? start : source.at(mark), "is not YAML: " + sentence(bad));
    } catch (ReaderException bad) {
      source
          .findings()
          .error(
              place(source.file(), text, bad.getPosition()),
              "is not YAML: character U+%04X is not allowed".formatted(bad.getCodePoint()));
    } catch (YAMLException bad) {
      source.findings().error(start, "is not YAML: " + bad.getMessage());
    }
    return null;
  }

  private static SourceRef place(String file, String text, int codePoint) {
    String before = text.substring(0, text.offsetByCodePoints(0, codePoint));
    int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
    return new SourceRef(file, line, before.length() - before.lastIndexOf('\n'));
  }

  static LoaderOptions limits() {
    LoaderOptions limits = new LoaderOptions();
    limits.setCodePointLimit(LARGEST);
    limits.setNestingDepthLimit(50);
    // Aliases are lawful in any number; what they expand to is bounded by YamlSanity.
    limits.setMaxAliasesForCollections(100_000);
    limits.setProcessComments(false);
    return limits;
  }

  private static String sentence(MarkedYAMLException bad) {
    return List.of(String.valueOf(bad.getContext()), String.valueOf(bad.getProblem())).stream()
        .filter(part -> !part.equals("null"))
        .reduce((context, problem) -> context + ", " + problem)
        .orElse("it can not be parsed");
  }
}
