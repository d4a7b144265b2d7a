package dev.keelson.config;

import dev.keelson.config.Node.Blank;
import dev.keelson.config.Node.Entry;
import dev.keelson.config.Node.Mapping;
import dev.keelson.config.Node.Refused;
import dev.keelson.config.Node.Scalar;
import dev.keelson.config.Node.Sequence;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;

/// YAML text to a tree of [Node]: one document, a mapping, without aliases (and so without bombs of
/// them) and tags.
final class YamlDocument {
  /// The schema has three levels.
  static final int MAX_DEPTH = 8;

  private static final YAMLFactory YAML = new YAMLFactory();

  private final YAMLParser parser;

  private YamlDocument(YAMLParser parser) {
    this.parser = parser;
  }

  static Mapping read(String text, Faults faults) throws ConfigException {
    try (var parser = (YAMLParser) YAML.createParser(ObjectReadContext.empty(), text)) {
      return new YamlDocument(parser).root(faults);
    } catch (JacksonException e) {
      throw faults.fatal(SyntaxFault.of(e));
    }
  }

  private Mapping root(Faults faults) throws ConfigException {
    Node root = parser.nextToken() == null ? new Blank(0) : node(0);
    if (root instanceof Blank) {
      throw faults.fatal(new Fault(0, "", "empty", "begin with the sample: hsm-config/"));
    }
    if (!(root instanceof Mapping mapping)) {
      throw faults.fatal(
          new Fault(
              root.line(), "", root.noun() + " instead of a mapping", "write 'keyring: NAME' ..."));
    }
    if (parser.nextToken() != null) {
      throw faults.fatal(
          new Fault(line(), "", "a second document", "keep one, and no line '---' in it"));
    }
    return mapping;
  }

  private Node node(int depth) {
    int line = line();
    if (parser.isCurrentAlias()) {
      return new Refused(line, "an alias", "write the value out in full");
    }
    if (parser.getTypeId() != null) {
      parser.skipChildren();
      return new Refused(line, "a tag", "remove what begins with '!', or quote the text");
    }
    if (parser.currentToken().isStructStart() && depth == MAX_DEPTH) {
      parser.skipChildren();
      return new Refused(line, "nested too deeply", "at most " + MAX_DEPTH + " levels");
    }
    return switch (parser.currentToken()) {
      case START_OBJECT -> mapping(line, depth + 1);
      case START_ARRAY -> sequence(line, depth + 1);
      case VALUE_NULL -> new Blank(line);
      default -> new Scalar(line, parser.getString());
    };
  }

  private Mapping mapping(int line, int depth) {
    List<Entry> entries = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      int keyLine = line();
      String key = parser.currentName();
      parser.nextToken();
      entries.add(new Entry(keyLine, key, node(depth)));
    }
    return new Mapping(line, entries);
  }

  private Sequence sequence(int line, int depth) {
    List<Node> elements = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      elements.add(node(depth));
    }
    return new Sequence(line, elements);
  }

  private int line() {
    return parser.currentTokenLocation().getLineNr();
  }
}
