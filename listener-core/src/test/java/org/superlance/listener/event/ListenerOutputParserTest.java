package org.superlance.listener.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListenerOutputParserTest {

    private final List<String> heard = new ArrayList<>();

    private final ListenerOutputParser answers = new ListenerOutputParser(new ListenerOutputParser.Handler() {
        @Override
        public void onReady() {
            heard.add("ready");
            send();
        }

        @Override
        public void onResult(String result) {
            heard.add(ListenerOutputParser.isOk(result) ? "handled" : "rejected");
        }

        @Override
        public void onUnexpectedOutput(String what) {
            heard.add("garbled: " + what);
        }
    });

    private boolean sending = true;

    private void send() {
        if (sending) {
            answers.onEventSent();
        }
    }

    @Test
    void understandsAListenerHoweverItsAnswersArrive() {
        String conversation = "READY\nRESULT 2\nOKREADY\nRESULT 4\nFAILREADY\n";

        say(conversation);
        List<String> atOnce = List.copyOf(heard);
        heard.clear();
        ListenerOutputParserTest byteByByte = new ListenerOutputParserTest();
        conversation.chars().forEach(c -> byteByByte.say(String.valueOf((char) c)));

        assertThat(atOnce).containsExactly("ready", "handled", "ready", "rejected", "ready");
        assertThat(byteByByte.heard).isEqualTo(atOnce);
    }

    @Test
    void allowsWhiteSpaceAroundTheLengthOfAnAnswer() {
        say("READY\nRESULT\t 000002 \r\nOKREADY\n");

        assertThat(heard).containsExactly("ready", "handled", "ready");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello\n",
                "RESULT 2\nOK",
                "READY\nhello\n",
                "READY\nREADY\n",
                "READY\nRESULT -1\n",
                "READY\nRESULT 999999\n",
                "READY\nRESULT 0000002\nOK",
                "READY\nRESULT2\nOK",
                "READY\nRESULT \nOK",
                "READY\nRESULT 2 2\nOK",
                "READY\nRESULT 2;\nOK",
                "READY\nRESULT \u0662\nOK",
                "READY\nresult 2\nOK",
                "READY\nRESULT 2\nOKhello\n"
            })
    void understandsNothingMoreAfterSomethingElse(String output) {
        say(output + "READY\n");

        assertThat(heard).last().asString().startsWith("garbled: ");
        assertThat(heard).filteredOn(said -> said.startsWith("garbled")).hasSize(1);
    }

    @Test
    void doesNotWaitForTheEndOfAnEndlessLine() {
        say("x".repeat(1_000));

        assertThat(heard).singleElement().asString().startsWith("garbled: xxx");
    }

    @Test
    void mayNotSayAnythingBeforeItIsSentAnEvent() {
        sending = false;

        say("READY\nR");

        assertThat(heard).containsExactly("ready", "garbled: R");
    }

    private void say(String output) {
        byte[] bytes = output.getBytes(StandardCharsets.UTF_8);
        answers.accept(bytes, 0, bytes.length);
    }
}
