package dev.keelson.recovery;

import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/// What `etcdctl get --prefix /registry -w json` printed: `{"kvs": [{"key": …, "value": …}, …]}`,
/// both in Base64. Read as a stream, since it is as big as the cluster.
public final class EtcdDump {
  /// What is done with each key and its value.
  ///
  /// @param <E> why it cannot be done
  public interface Visitor<E extends Exception> {
    void visit(byte[] key, byte[] value) throws E;
  }

  private EtcdDump() {}

  /// Reads it to its end.
  ///
  /// @throws MalformedDumpException when it is none, or does not hold all that was asked for
  public static <E extends Exception> void read(InputStream in, Visitor<E> visitor)
      throws IOException, MalformedDumpException, E {
    try (JsonParser json = JsonMapper.shared().createParser(in)) {
      require(json, json.nextToken(), JsonToken.START_OBJECT);
      boolean seen = false;
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = json.currentName();
        JsonToken value = json.nextToken();
        if (name.equals("kvs")) {
          require(json, value, JsonToken.START_ARRAY);
          readAll(json, visitor);
          seen = true;
        } else if (name.equals("more") && value == JsonToken.VALUE_TRUE) {
          throw new MalformedDumpException("it ends early: etcdctl was given a --limit", null);
        } else {
          json.skipChildren();
        }
      }
      require(json, json.nextToken(), null);
      if (!seen) {
        throw new MalformedDumpException("it has no keys ('kvs')", null);
      }
    } catch (JacksonException e) {
      throw new MalformedDumpException("it is no whole JSON" + at(e), e);
    }
  }

  private static <E extends Exception> void readAll(JsonParser json, Visitor<E> visitor)
      throws MalformedDumpException, E {
    JsonToken token;
    while ((token = json.nextToken()) != JsonToken.END_ARRAY) {
      require(json, token, JsonToken.START_OBJECT);
      byte[] key = new byte[0];
      byte[] value = new byte[0];
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = json.currentName();
        json.nextToken();
        switch (name) {
          case "key" -> key = json.getBinaryValue();
          case "value" -> value = json.getBinaryValue();
          default -> json.skipChildren();
        }
      }
      requireKey(key);
      visitor.visit(key, value);
    }
  }

  /// A NUL can stand in no command that puts the value back, and in no key of Kubernetes.
  private static void requireKey(byte[] key) throws MalformedDumpException {
    if (key.length == 0) {
      throw new MalformedDumpException("a value has no key", null);
    }
    for (byte b : key) {
      if (b == 0) {
        throw new MalformedDumpException("a key has a NUL: " + HexFormat.of().formatHex(key), null);
      }
    }
  }

  private static void require(
      JsonParser json, @Nullable JsonToken token, @Nullable JsonToken wanted)
      throws MalformedDumpException {
    if (token != wanted) {
      throw new MalformedDumpException(
          "it is not what etcdctl prints: line " + json.currentLocation().getLineNr(), null);
    }
  }

  private static String at(JacksonException e) {
    return e.getLocation() == null ? "" : ": line " + e.getLocation().getLineNr();
  }
}
