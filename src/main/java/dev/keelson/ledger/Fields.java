package dev.keelson.ledger;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/// The fields of one JSON object, whole numbers and texts, taken out one by one.
final class Fields {
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
  private static final int MAX_FIELDS = 64;

  private final Map<String, String> texts = new HashMap<>();
  private final Map<String, Long> numbers = new HashMap<>();
  private final Map<String, String> details = new LinkedHashMap<>();

  private Fields() {}

  static Fields read(byte[] line) throws MalformedLineException {
    try (JsonParser in = JSON.createParser(ObjectReadContext.empty(), line)) {
      var fields = new Fields();
      expect(in.nextToken(), JsonToken.START_OBJECT);
      while (in.nextToken() == JsonToken.PROPERTY_NAME) {
        fields.field(in);
      }
      expect(in.currentToken(), JsonToken.END_OBJECT);
      if (in.nextToken() != null) {
        throw new MalformedLineException("something follows the object");
      }
      return fields;
    } catch (JacksonException _) {
      throw new MalformedLineException("the line is not JSON");
    }
  }

  private void field(JsonParser in) throws MalformedLineException {
    String name = in.currentName();
    if (texts.size() + numbers.size() > MAX_FIELDS) {
      throw new MalformedLineException("more than " + MAX_FIELDS + " fields");
    }
    switch (in.nextToken()) {
      case VALUE_STRING -> texts.put(name, in.getString());
      case VALUE_NUMBER_INT -> numbers.put(name, in.getLongValue());
      case START_OBJECT -> object(in, name);
      case null, default -> throw new MalformedLineException("a field of a kind that there is not");
    }
  }

  private void object(JsonParser in, String name) throws MalformedLineException {
    if (!name.equals("details")) {
      throw new MalformedLineException("an object where none is");
    }
    while (in.nextToken() == JsonToken.PROPERTY_NAME) {
      String inner = in.currentName();
      expect(in.nextToken(), JsonToken.VALUE_STRING);
      details.put(inner, in.getString());
    }
    expect(in.currentToken(), JsonToken.END_OBJECT);
  }

  long number(String name) throws MalformedLineException {
    Long number = numbers.remove(name);
    if (number == null) {
      throw new MalformedLineException("it has no number '" + name + "'");
    }
    return number;
  }

  long numberOr(String name, long otherwise) {
    Long number = numbers.remove(name);
    return number == null ? otherwise : number;
  }

  String text(String name) throws MalformedLineException {
    String text = texts.remove(name);
    if (text == null) {
      throw new MalformedLineException("it has no text '" + name + "'");
    }
    return text;
  }

  String textOr(String name, String otherwise) {
    String text = texts.remove(name);
    return text == null ? otherwise : text;
  }

  Map<String, String> details() {
    return details;
  }

  /// What this version does not know may mean anything.
  void refuseRest() throws MalformedLineException {
    if (!texts.isEmpty() || !numbers.isEmpty()) {
      throw new MalformedLineException("it has a field that this version does not know");
    }
  }

  private static void expect(@Nullable JsonToken is, JsonToken wanted)
      throws MalformedLineException {
    if (is != wanted) {
      throw new MalformedLineException("the line is not one JSON object");
    }
  }
}
