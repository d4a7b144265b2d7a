package dev.keelson.console;

import dev.keelson.health.Snapshot;
import dev.keelson.health.Standing;
import java.time.Duration;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.AnnotatedField;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.AnnotatedMethod;
import tools.jackson.databind.introspect.AnnotatedParameter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/// A snapshot as JSON: names in snake case, lower-case words, a time span as a number of seconds
/// whose name says so.
public final class StatusJson {
  private static final double NANOS = 1e9;

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(new Names())
          .addModule(
              new SimpleModule()
                  .addSerializer(Duration.class, new Seconds())
                  .addDeserializer(Duration.class, new OfSeconds())
                  .addSerializer(Standing.class, new Word())
                  .addDeserializer(Standing.class, new OfWord()))
          .build();

  private StatusJson() {}

  public static String write(Snapshot snapshot) {
    return MAPPER.writeValueAsString(snapshot);
  }

  /// Reads what [#write] made, perhaps in another version that tells more.
  ///
  /// @throws IllegalArgumentException when it is something else
  public static Snapshot read(String json) {
    try {
      return MAPPER.readValue(json, Snapshot.class);
    } catch (JacksonException | NullPointerException e) {
      throw new IllegalArgumentException("not the status of a daemon", e);
    }
  }

  private static final class Names extends PropertyNamingStrategies.SnakeCaseStrategy {
    private static final long serialVersionUID = 1L;

    @Override
    public String nameForField(MapperConfig<?> config, AnnotatedField field, String name) {
      return withUnit(field, name);
    }

    @Override
    public String nameForGetterMethod(MapperConfig<?> config, AnnotatedMethod get, String name) {
      return withUnit(get, name);
    }

    @Override
    public String nameForConstructorParameter(
        MapperConfig<?> config, AnnotatedParameter parameter, String name) {
      return withUnit(parameter, name);
    }

    private String withUnit(AnnotatedMember member, String name) {
      boolean time =
          member.getRawType() == Duration.class
              || member.getType().containedTypeOrUnknown(0).hasRawClass(Duration.class);
      return translate(name) + (time ? "_seconds" : "");
    }
  }

  private static final class Seconds extends ValueSerializer<Duration> {
    @Override
    public void serialize(Duration time, JsonGenerator json, SerializationContext context) {
      json.writeNumber(time.toNanos() / NANOS);
    }
  }

  private static final class OfSeconds extends ValueDeserializer<Duration> {
    @Override
    public Duration deserialize(JsonParser json, DeserializationContext context) {
      return Duration.ofNanos(Math.round(json.getDoubleValue() * NANOS));
    }
  }

  private static final class Word extends ValueSerializer<Standing> {
    @Override
    public void serialize(Standing standing, JsonGenerator json, SerializationContext context) {
      json.writeString(standing.name().toLowerCase(Locale.ROOT));
    }
  }

  private static final class OfWord extends ValueDeserializer<Standing> {
    @Override
    public Standing deserialize(JsonParser json, DeserializationContext context) {
      return Standing.valueOf(json.getString().toUpperCase(Locale.ROOT));
    }
  }
}
