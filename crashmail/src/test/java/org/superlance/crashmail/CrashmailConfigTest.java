package org.superlance.crashmail;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.superlance.listener.cli.ArgumentParser;
import org.superlance.listener.config.CommandLineSplitter;
import org.superlance.listener.configcheck.Diagnostic;
import org.superlance.listener.crash.ProcessFailure;
import org.superlance.listener.crash.ProcessFailure.FailureType;
import org.superlance.listener.event.EventSubscription;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.testkit.LogLines;

/** What the options of crashmail make of receivers, and of events that they do not name. */
class CrashmailConfigTest {

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "-m root                              | true",
                "-s cat                               | true",
                "--sendmail_program=cat               | true",
                "--webhook=http://127.0.0.1:1/        | true",
                "--alert-cmd=cat                      | true",
                "--alertmanager=http://127.0.0.1:1/   | true",
                "-a                                   | false",
                "-s \"\"                              | false",
                // it takes the recipients from the mail
                "-s \"/usr/sbin/sendmail -t -i\"        | false",
                "--smtpHost=mx --fromEmail=root       | false"
            })
    void aCheckMissesAReceiver(String arguments, boolean hasReceivers) {
        CrashmailConfig config = config(arguments);

        assertThat(config.notifications().hasReceivers()).isEqualTo(hasReceivers);
        if (hasReceivers) {
            assertThat(config.check(Optional.empty())).isEmpty();
        } else {
            assertThat(config.check(Optional.empty()))
                    .singleElement()
                    .satisfies(diagnostic -> assertThat(diagnostic.isProblem()).isTrue())
                    .satisfies(diagnostic -> assertThat(diagnostic.sentence()).startsWith("nobody is notified"));
        }
    }

    @Test
    void anAddressIsMailedByTheCommandOnceAndNotTwice() {
        assertThat(config("-m root -s cat").notifications().receivers("vm", Map.of(), Instant::now))
                .singleElement()
                .satisfies(receiver -> assertThat(receiver.notifier()).hasToString("mail command 'cat' to root"));
    }

    @ParameterizedTest(name = "{0} with {1}: {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "EXITED               | PROCESS_STATE_EXITED,TICK_60             | ``",
                "EXITED,FATAL,BACKOFF | PROCESS_STATE                            | ``",
                "EXITED | PROCESS_STATE_EXITED,PROCESS_STATE_FATAL | PROCESS_STATE_FATAL events are ignored, because"
                        + " --events is EXITED; to report them, write --events EXITED,FATAL",
                "EXITED,FATAL | PROCESS_STATE_BACKOFF | write --events EXITED,FATAL,BACKOFF",
                "FATAL  | PROCESS_STATE_EXITED             | write --events EXITED,FATAL",
                "FATAL  | PROCESS_STATE                    | note: PROCESS_STATE_EXITED, PROCESS_STATE_BACKOFF events",
                "EXITED | EVENT                            | note: PROCESS_STATE_FATAL, PROCESS_STATE_BACKOFF events"
            })
    void aCheckNamesTheOptionWhereEventsComeAndAreIgnored(String types, String events, String expected) {
        List<Diagnostic> diagnostics =
                config("-m root --events " + types).check(Optional.of(EventSubscription.parse(events)));

        if (expected.isEmpty()) {
            assertThat(diagnostics).isEmpty();
        } else {
            assertThat(diagnostics)
                    .singleElement()
                    .satisfies(diagnostic -> assertThat(diagnostic).asString().contains(expected))
                    .satisfies(
                            diagnostic -> assertThat(diagnostic.isProblem()).isEqualTo(!expected.startsWith("note: ")));
        }
    }

    @Test
    void logsOnceForEachTypeThatItIsIgnored() {
        IgnoredFailures ignored = new IgnoredFailures(config("-p web:*"));
        try (LogLines log = LogLines.of(IgnoredFailures.class)) {
            ignored.onFailure(failure(FailureType.EXITED, "web:w1"));
            ignored.onFailure(failure(FailureType.FATAL, "other:o"));
            assertThat(log.lines()).isEmpty();

            ignored.onFailure(failure(FailureType.FATAL, "web:w1"));
            ignored.onFailure(failure(FailureType.FATAL, "web:w2"));
            ignored.onFailure(failure(FailureType.BACKOFF, "web:w2"));

            assertThat(log.lines())
                    .containsExactly(
                            "WARN FATAL web:w1 is not reported, because --events is EXITED; to report it, write"
                                    + " --events EXITED,FATAL (logged once)",
                            "WARN BACKOFF web:w2 is not reported, because --events is EXITED; to report it, write"
                                    + " --events EXITED,BACKOFF (logged once)");
        }
    }

    private static ProcessFailure failure(FailureType type, String process) {
        return new ProcessFailure(type, Namespec.parse(process), OptionalLong.empty(), "", Instant.EPOCH);
    }

    private static CrashmailConfig config(String arguments) {
        CrashmailCommand command = new CrashmailCommand();
        ArgumentParser parser =
                new ArgumentParser(command.options(), command.legacyLongOptions(), System.out, System.err);
        parser.parseOther(CommandLineSplitter.split(arguments));
        return command.toConfig();
    }
}
