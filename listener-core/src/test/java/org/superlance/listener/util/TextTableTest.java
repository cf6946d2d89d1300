package org.superlance.listener.util;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextTableTest {

    private final TextTable table = new TextTable("PROGRAM", "STATE", "REASON");

    @Test
    void columnsAreAsWideAsTheirWidestCell() {
        table.add("web:w1", "RUNNING", "");
        table.add("a-long-name:\ud83d\ude00", "OK", "it is so");

        assertThat(table).hasToString("""
                PROGRAM        STATE    REASON
                web:w1         RUNNING
                a-long-name:\ud83d\ude00  OK       it is so
                """);
    }

    @Test
    void aDecorationDoesNotWidenItsColumn() {
        table.decorate(1, cell -> "\u001b[31m" + cell + "\u001b[0m");
        table.add("w1", "OK", "it is so");

        assertThat(table).hasToString("""
                PROGRAM  STATE  REASON
                w1       \u001b[31mOK\u001b[0m     it is so
                """);
    }
}
