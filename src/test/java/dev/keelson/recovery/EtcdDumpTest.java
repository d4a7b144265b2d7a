package dev.keelson.recovery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EtcdDumpTest {
  @Test
  void tellsEachKeyAndValueInTheirOrder() throws Exception {
    Map<String, byte[]> values = new LinkedHashMap<>();
    values.put("/b", "x".getBytes(UTF_8));
    values.put("/a", new byte[0]);
    assertThat(read(ApiServerValue.dump(values))).containsExactly("/b=x", "/a=");
  }

  @Test
  void mayTellFieldsThatWeDoNotKnow() throws Exception {
    assertThat(read("{\"a\":[{}],\"kvs\":[{\"z\":[1],\"key\":\"YQ==\"}],\"b\":{\"kvs\":1}}"))
        .containsExactly("a=");
  }

  @ParameterizedTest(name = "[{0}]")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | it is not what etcdctl prints: line 1",
        "hello | it is no whole JSON",
        "[] | it is not what etcdctl prints",
        "{} | it has no keys ('kvs')",
        "{\"kvs\":{}} | it is not what etcdctl prints",
        "{\"kvs\":[1]} | it is not what etcdctl prints",
        "{\"kvs\":[{}]} | a value has no key",
        "{\"kvs\":[{\"key\":\"YQBh\"}]} | a key has a NUL: 610061",
        "{\"kvs\":[{\"key\":1}]} | it is no whole JSON",
        "{\"kvs\":[{\"key\":\"?\"}]} | it is no whole JSON",
        "{\"kvs\":[{\"key\":\"YQ==\"} | it is no whole JSON",
        "{\"kvs\":[]} {} | it is not what etcdctl prints",
        "{\"kvs\":[],\"more\":true} | it ends early: etcdctl was given a --limit",
      })
  void isRefusedOfAnythingElse(String content, String why) {
    assertThatExceptionOfType(MalformedDumpException.class)
        .isThrownBy(() -> read(content))
        .withMessageStartingWith(why);
  }

  private static List<String> read(String content) throws Exception {
    List<String> seen = new ArrayList<>();
    EtcdDump.read(
        new ByteArrayInputStream(content.getBytes(UTF_8)),
        (key, value) -> seen.add(new String(key, UTF_8) + "=" + new String(value, UTF_8)));
    return seen;
  }
}
