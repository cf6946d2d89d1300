package org.superlance.listener.util;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonObjectTest {

    @Test
    void writesEveryType() {
        JsonObject json = new JsonObject()
                .put("text", "a")
                .put("int", 7)
                .put("long", 1L << 40)
                .put("double", 0.25)
                .put("whole", 3.0)
                .put("infinite", Double.POSITIVE_INFINITY)
                .put("yes", true)
                .putNull("null")
                .put("none", Optional.empty())
                .put("some", Optional.of("b"))
                .put("strings", List.of("x", "y"))
                .put("empty", List.of())
                .put("object", new JsonObject())
                .putObjects("objects", List.of(new JsonObject().put("i", 1), new JsonObject().put("i", 2)));

        assertThat(json)
                .hasToString("{\"text\":\"a\",\"int\":7,\"long\":1099511627776,\"double\":0.25,\"whole\":3,"
                        + "\"infinite\":null,\"yes\":true,\"null\":null,\"none\":null,\"some\":\"b\","
                        + "\"strings\":[\"x\",\"y\"],\"empty\":[],\"object\":{},"
                        + "\"objects\":[{\"i\":1},{\"i\":2}]}");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "22,\\\"",
                "5c,\\\\",
                "0a,\\n",
                "0d,\\r",
                "09,\\t",
                "00,\\u0000",
                "1f,\\u001f",
                "7f,\\u007f",
                "85,\\u0085",
                "2028,\\u2028",
                "2029,\\u2029",
                "2f,/",
                "e9,é",
                "1f680,🚀",
                "d800,\uFFFD",
                "dc00,\uFFFD"
            })
    void escapesWhatJsonOrALineMayNotHold(String character, String expected) {
        String value = "a" + Character.toString(Integer.parseInt(character, 16)) + "b";

        String json = new JsonObject().put("x", value).put(value, "x").toString();

        assertThat(json).isEqualTo("{\"x\":\"a" + expected + "b\",\"a" + expected + "b\":\"x\"}");
    }
}
