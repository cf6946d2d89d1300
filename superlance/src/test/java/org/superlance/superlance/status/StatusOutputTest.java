package org.superlance.superlance.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.superlance.listener.pause.Pause;
import org.superlance.listener.state.ListenerDirectories.ListenerDirectory;
import org.superlance.listener.state.ListenerDirectories.Use;
import org.superlance.listener.supervisor.ProcessPattern;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.superlance.spool.SpoolEntry.Kind;
import org.superlance.superlance.status.HostStatus.ListenerReport;

class StatusOutputTest {

    private static final ListenerReport WELL =
            ListenerJudgeTest.judge(ListenerJudgeTest.facts(ProcessState.RUNNING, ListenerJudgeTest.status(5, 5)));
    private static final ListenerReport LATE =
            ListenerJudgeTest.judge(ListenerJudgeTest.facts(ProcessState.RUNNING, ListenerJudgeTest.status(300, 5)));

    @Test
    void fitsAnOrdinaryTerminal() {
        String text = new StatusTable(80, false, ZoneOffset.UTC).of(host(List.of(), WELL, LATE));

        assertThat(text).isEqualTo("""
                        LISTENER  COMMAND  STATE    TICK  CHECK  TOOK   PROGRAMS  ALERTS
                        memmon    memmon   RUNNING  5s    4s     0.12s  12        0
                        memmon    memmon   RUNNING  5m    4s     0.12s  12        0

                        memmon: has had no tick for 5m, and should have one every 1m: it hangs, or
                            supervisord does not send it events any more; supervisorctl restart memmon
                        1 of 2 listeners need attention (22:00:00)
                        """);
    }

    @Test
    void countsWhatIsHeldBackAndRefused() {
        ListenerDirectory directory =
                new ListenerDirectory(Path.of("/d"), Optional.empty(), Use.IN_USE, Optional.empty());
        ListenerReport holding = ListenerJudgeTest.judge(ListenerJudgeTest.facts(
                ProcessState.RUNNING,
                Optional.of(ListenerJudgeTest.status(5, 5)),
                false,
                Optional.of(Path.of("/d")),
                Use.IN_USE,
                List.of(
                        ListenerJudgeTest.entry(directory, Kind.HELD, "a"),
                        ListenerJudgeTest.entry(directory, Kind.HELD, "b"),
                        ListenerJudgeTest.entry(directory, Kind.REFUSED, "c"))));

        assertThat(new StatusTable(0, false, ZoneOffset.UTC).of(host(List.of(), holding)))
                .contains("  0 +2 held +1 refused\n");
        assertThat(StatusJson.of(host(List.of(), holding))).contains("\"alerts_held\":2,\"alerts_refused\":1");
    }

    @Test
    void hasMoreColumnsWhereThereIsRoom() {
        assertThat(new StatusTable(0, false, ZoneOffset.UTC).of(host(List.of(), WELL)))
                .isEqualTo("""
                        LISTENER  COMMAND  STATE    PID  UP   VERSION  TICK  CHECK  TOOK   PROGRAMS  ALERTS
                        memmon    memmon   RUNNING  7    15m  1.0      5s    4s     0.12s  12        0

                        1 listener, all is well (22:00:00, unix:///s, /var/lib/superlance)
                        """);
    }

    @Test
    void coloursAreTheSameTextInColours() {
        HostStatus host = host(List.of("cannot ask supervisord: no answer"), WELL, LATE);
        String coloured = new StatusTable(80, true, ZoneOffset.UTC).of(host);

        assertThat(coloured).contains("\u001b[32mRUNNING\u001b[0m", "\u001b[31mcan't tell\u001b[0m: ");
        assertThat(coloured.replaceAll("\u001b\\[\\d+m", ""))
                .isEqualTo(new StatusTable(80, false, ZoneOffset.UTC).of(host));
    }

    @Test
    void namesWhatIsPaused() {
        Pause pause = Pause.of(
                ProcessPattern.parse("web:*"), ListenerJudgeTest.NOW.minusSeconds(600), Duration.ofHours(1), "root");
        HostStatus host = host(List.of(pause), List.of(), WELL);

        assertThat(new StatusTable(80, false, ZoneOffset.UTC).of(host))
                .contains("maintenance: web:* paused until 22:50 by root, since 21:50\n1 listener, all is well");
        assertThat(StatusJson.of(host))
                .contains("\"pauses\":[{\"programs\":\"web:*\",\"except\":[],\"begin\":\"2026-11-28T21:50:00Z\","
                        + "\"end\":\"2026-11-28T22:50:00Z\",\"by\":\"root\"}]");
    }

    @Test
    void theExitStatusSaysWhetherSomebodyIsNeeded() {
        assertThat(host(List.of(), WELL).exitStatus()).isZero();
        assertThat(host(List.of(), WELL, LATE).exitStatus()).isEqualTo(1);
        assertThat(host(List.of("no answer"), WELL, LATE).exitStatus()).isEqualTo(2);
    }

    /** As documented: members are added only. */
    @Test
    void isTheJsonThatIsDocumented() {
        assertThat(StatusJson.of(host(List.of(), WELL)))
                .isEqualTo("{\"time\":\"2026-11-28T22:00:00Z\",\"host\":\"vm\",\"supervisord\":\"unix:///s\","
                        + "\"state_dirs\":[\"/var/lib/superlance\"],\"exit_status\":0,\"unknown\":[],\"pauses\":[],\"listeners\":[{"
                        + "\"name\":\"memmon:memmon\",\"command\":\"memmon\",\"state\":\"running\","
                        + "\"other_supervisord\":null,\"process\":\"memmon:memmon\",\"configured\":true,"
                        + "\"dry_run\":false,\"directory\":\"/var/lib/superlance/memmon-x\","
                        + "\"directory_in_use\":true,\"pid\":7,\"uptime_seconds\":900,\"version\":\"1.0\","
                        + "\"java\":\"17\",\"user\":\"root\",\"options\":\"-a 200MB\","
                        + "\"started\":\"2026-11-28T21:45:00Z\",\"written\":\"2026-11-28T21:59:55Z\","
                        + "\"last_event\":\"2026-11-28T21:59:55Z\",\"last_tick\":\"2026-11-28T21:59:55Z\","
                        + "\"tick_seconds\":60,\"check_begun\":null,\"last_check\":\"2026-11-28T21:59:56Z\","
                        + "\"check_seconds\":0.12,\"watched\":12,\"programs\":[],\"receivers\":[],"
                        + "\"alerts_on_disk\":0,\"alerts_held\":0,\"alerts_refused\":0,\"deaths_on_disk\":0,\"damaged_files\":0,"
                        + "\"restarts_on_disk\":[],\"standing\":[],\"problem\":null,\"problem_time\":null,"
                        + "\"attention\":[],\"notes\":[]}]}");
    }

    private static HostStatus host(List<String> unknown, ListenerReport... listeners) {
        return host(List.of(), unknown, listeners);
    }

    private static HostStatus host(List<Pause> pauses, List<String> unknown, ListenerReport... listeners) {
        return new HostStatus(
                ListenerJudgeTest.NOW,
                "vm",
                List.of(Path.of("/var/lib/superlance")),
                Optional.of("unix:///s"),
                pauses,
                unknown,
                List.of(listeners));
    }
}
