package org.superlance.listener.configcheck;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.superlance.listener.config.ConfigException;
import org.superlance.listener.config.ListenerConfig;
import org.superlance.listener.config.SectionConfigFixtures;
import org.superlance.listener.event.EventType;

class SectionCheckTest {

    private static final List<RequiredEvents> DEATHS = List.of(
            RequiredEvents.of(EventType.PROCESS_STATE_EXITED), RequiredEvents.of(EventType.PROCESS_STATE_FATAL));

    @TempDir
    Path directory;

    @Test
    void missesTheSectionWithoutWhichNoListenerCanDoAnything() {
        assertThat(SectionCheck.rpcInterface(SectionConfigFixtures.read(directory, "[supervisord]\n")))
                .singleElement()
                .satisfies(diagnostic ->
                        assertThat(diagnostic.sentence()).contains("[rpcinterface:supervisor] is missing"));
        assertThat(SectionCheck.rpcInterface(SectionConfigFixtures.read(
                        directory,
                        "[rpcinterface:supervisor]\nsupervisor.rpcinterface_factory = supervisor.rpcinterface:x\n")))
                .isEmpty();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "events=TICK_60                  | ``",
                "events=TICK_5,PROCESS_LOG       | ``",
                "events=tick_3600                | ``",
                "events=TICK                     | ``",
                "events=EVENT                    | ``",
                "events=PROCESS_STATE            | write events=PROCESS_STATE,TICK_60",
                "events=TICK_7                   | TICK_7, which supervisord does not know",
                "events=                         | write one, such as events=TICK_60",
                "command=memmon                  | write one, such as events=TICK_60",
                "events=%(ENV_NOSUCH)s           | events in section [eventlistener:x]"
            })
    void aListenerOfTicksNeedsATick(String line, String complaint) {
        assertComplains(inspection(List.of(RequiredEvents.tick()), line).events(), complaint);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "events=PROCESS_STATE                            | ``",
                "events=PROCESS_STATE_EXITED,PROCESS_STATE_FATAL | ``",
                "events=PROCESS_STATE_EXITED | write events=PROCESS_STATE_EXITED,PROCESS_STATE_FATAL",
                "events=TICK_60 | write events=TICK_60,PROCESS_STATE_EXITED,PROCESS_STATE_FATAL"
            })
    void aListenerOfDeathsNeedsThemAll(String line, String complaint) {
        assertComplains(inspection(DEATHS, line).events(), complaint);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "redirect_stderr=false | ``",
                "redirect_stderr=true  | redirect_stderr=true would mix the log into the event protocol",
                "redirect_stderr = Yes | remove it",
                "numprocs=1            | ``",
                "numprocs=2            | numprocs=2 splits the events",
                "numprocs=many         | numprocs in section [eventlistener:x]",
                "stopwaitsecs=10       | ``",
                "stopwaitsecs=3        | set it to 10 or more",
                "stderr_logfile=/x     | ``"
            })
    void aProcessMustBeRunSoThatTheProtocolAndTheEndAreSafe(String line, String complaint) {
        assertComplains(inspection(DEATHS, line).process(), complaint);
    }

    @Test
    void aLogThatIsThrownAwayIsOnlyGoodToKnow() {
        assertThat(inspection(DEATHS, "stderr_logfile=NONE").process())
                .singleElement()
                .satisfies(diagnostic -> assertThat(diagnostic.isProblem()).isFalse());
    }

    @ParameterizedTest(name = "{0} with {1} programs: {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "events=PROCESS_STATE_EXITED                 | 10 | ``",
                "events=PROCESS_STATE_EXITED                 | 11 | write buffer_size=11",
                "events=PROCESS_STATE_EXITED,TICK_60         | 11 | write buffer_size=11",
                "events=PROCESS_STATE                        | 11 | write buffer_size=33",
                "events=PROCESS_STATE_EXITED, buffer_size=50 | 50 | ``",
                "events=PROCESS_STATE_EXITED, buffer_size=50 | 51 | buffer_size=50 is too small"
            })
    void theBufferMustHoldTheDeathOfAll(String lines, int programs, String complaint) {
        assertComplains(inspection(DEATHS, lines.split(", ")).buffer(programs), complaint);
    }

    @Test
    void theBufferOfAListenerOfTicksMayBeSmall() {
        assertThat(inspection(List.of(RequiredEvents.tick()), "events=TICK_60").buffer(1_000))
                .isEmpty();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "events=PROCESS_STATE_EXITED,PROCESS_STATE_FATAL | ``",
                "events=TICK_60,TICK_60                          | ``",
                "events=NONSENSE                                 | ``",
                "events=PROCESS_STATE,PROCESS_STATE_EXITED | events= lists PROCESS_STATE_EXITED and a type that includes it",
                "events=process_state_exited, process_state | write events=PROCESS_STATE",
                "events=TICK_5,EVENT,TICK_60                     | events= lists TICK_5,TICK_60 and a type",
            })
    void notesWhatIsDeliveredTwiceBecauseATypeIncludesAnother(String line, String note) {
        assertNotes(inspection(DEATHS, line).repeatedDeliveries(List.of()), note);
    }

    @ParameterizedTest(name = "{0} and {1}: {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "events=TICK  | events=TICK  | priority=999 is also that of [eventlistener:y]: an event that",
                "priority=999 | events=TICK  | priority=999 is also that of [eventlistener:y]",
                "priority=7   | priority=7   | priority=7 is also that of [eventlistener:y]",
                "priority=-1  | events=TICK  | ``",
                "priority=1   | priority=2   | ``",
                "priority=1   | priority=one | ``"
            })
    void notesListenersOfTheSamePriority(String line, String other, String note) throws ConfigException {
        List<ListenerConfig> listeners = SectionConfigFixtures.read(
                        directory, "[eventlistener:x]\nevents=TICK\n" + line + "\n[eventlistener:y]\n" + other + "\n")
                .listeners();

        assertNotes(new SectionCheck(listeners.get(0), DEATHS).repeatedDeliveries(listeners), note);
    }

    @Test
    void namesOnlySomeOfManyListenersOfTheSamePriority() throws ConfigException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 10; i++) {
            text.append("[eventlistener:l").append(i).append("]\nevents=TICK\n");
        }
        List<ListenerConfig> listeners =
                SectionConfigFixtures.read(directory, text.toString()).listeners();

        assertNotes(
                new SectionCheck(listeners.get(0), DEATHS).repeatedDeliveries(listeners),
                "[eventlistener:l1], [eventlistener:l2], [eventlistener:l3] and 6 others");
    }

    @ParameterizedTest
    @CsvSource({"TICK_60, 60", "TICK_3600, 3600", "TICK, 5", "EVENT, 5"})
    void theShortestTickCounts(String events, long seconds) {
        assertThat(inspection(DEATHS, "events=" + events).tick()).contains(Duration.ofSeconds(seconds));
    }

    @Test
    void withoutTicksNobodyKnowsHowLongTheyAre() {
        assertThat(inspection(DEATHS, "events=PROCESS_STATE").tick()).isEmpty();
        assertThat(inspection(DEATHS, "events=NONSENSE").tick()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PROCESS_STATE_EXITED | write events=PROCESS_STATE,TICK_60",
                "PROCESS_STATE,TICK_60 | ''",
                "EVENT | ''"
            })
    void underTheGoSupervisordDeathsNeedAllEventsOfStates(String events, String note) {
        assertNotes(inspection(DEATHS, "events=" + events).underGoSupervisord(), note);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "memmon -a 1GB                   | ``",
                "sh -c 'exec memmon -a 1GB'      | ``",
                "env A=b memmon -a 1GB           | ``",
                "python3 -u /usr/bin/memmon -a 1GB | no Python program; write command=memmon with the same options",
                "su - app -c 'memmon -a 1GB'     | runs su, which passes no HUP",
                "/sbin/runuser -u app -- memmon  | runs runuser, which passes no HUP",
                "sh -c 'su app -c memmon'        | write user=USER and the command alone"
            })
    void whatStartsTheCommandMustLeaveItToSupervisord(String line, String complaint) {
        assertComplains(inspection(DEATHS, "command=" + line).launcher("memmon"), complaint);
    }

    @Test
    void theAnswerOfAListenerIsForSupervisord() {
        assertComplains(
                inspection(DEATHS, "result_handler=supervisor_stdout:event_handler")
                        .process(),
                "result_handler=supervisor_stdout:event_handler gets what this listener answers");
        assertThat(inspection(DEATHS, "result_handler=supervisor.dispatchers:default_handler")
                        .process())
                .isEmpty();
    }

    private SectionCheck inspection(List<RequiredEvents> needs, String... lines) {
        return new SectionCheck(SectionConfigFixtures.section(directory, lines), needs);
    }

    private static void assertNotes(List<Diagnostic> diagnostics, String note) {
        if (note.isEmpty()) {
            assertThat(diagnostics).isEmpty();
        } else {
            assertThat(diagnostics)
                    .singleElement()
                    .satisfies(diagnostic -> assertThat(diagnostic.isProblem()).isFalse())
                    .satisfies(diagnostic -> assertThat(diagnostic.sentence()).contains(note));
        }
    }

    private static void assertComplains(List<Diagnostic> diagnostics, String complaint) {
        if (complaint.isEmpty()) {
            assertThat(diagnostics).isEmpty();
        } else {
            assertThat(diagnostics)
                    .singleElement()
                    .satisfies(diagnostic -> assertThat(diagnostic.isProblem()).isTrue())
                    .satisfies(diagnostic -> assertThat(diagnostic.sentence()).contains(complaint));
        }
    }
}
