package org.superlance.listener.util;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Serializable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ComparatorsTest {

    @Test
    void comparesByAKey() {
        assertThat(Stream.of("ccc", "a", "bb").sorted(Comparators.comparingInt(String::length)))
                .containsExactly("a", "bb", "ccc");
        assertThat(Stream.of("ccc", "a", "bb").sorted(Comparators.comparing(text -> -text.length())))
                .containsExactly("ccc", "bb", "a");
        assertThat(Stream.of("xc", "xa", "xb").sorted(Comparators.comparing(text -> text.substring(1))))
                .containsExactly("xa", "xb", "xc");
    }

    @Test
    void comparesByTheSecondWhereTheFirstFindsNoDifference() {
        assertThat(Stream.of("bb", "a", "aa", "b")
                        .sorted(Comparators.inOrder(
                                Comparators.comparingInt(String::length), Comparators.comparing(text -> text))))
                .containsExactly("a", "b", "aa", "bb");
    }

    @Test
    void isNotSerializableSoThatAClassArchiveKeepsIt() {
        assertThat(Comparators.comparing(String::length)).isNotInstanceOf(Serializable.class);
    }
}
