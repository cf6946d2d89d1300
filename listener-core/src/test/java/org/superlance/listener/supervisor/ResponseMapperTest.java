package org.superlance.listener.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.superlance.listener.supervisor.RpcResponses.array;
import static org.superlance.listener.supervisor.RpcResponses.ask;
import static org.superlance.listener.supervisor.RpcResponses.member;
import static org.superlance.listener.supervisor.RpcResponses.result;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.superlance.listener.supervisor.SupervisorClient.MemberStatus;

class ResponseMapperTest {

    private static final String WEB = process("web", "web_1", "<int>20</int>", "<int>42</int>");

    private final Logger logger = (Logger) LoggerFactory.getLogger(ResponseMapper.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
        logger.setAdditive(false);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(log);
        logger.setAdditive(true);
    }

    @Test
    void readsEveryField() throws IOException {
        String all = "<struct>" + member("name", "web_1") + member("group", "web") + number("state", 100)
                + number("pid", 0) + number("start", 1_000) + number("stop", 1_060) + number("now", 1_100)
                + number("exitstatus", 7) + member("spawnerr", "oops") + member("stdout_logfile", "/o")
                + member("stderr_logfile", "/e") + member("logfile", "/o") + member("statename", "EXITED")
                + member("description", "Nov 21 09:30 AM") + member("newer", "<array><data/></array>") + "</struct>";

        List<ProcessInfo> processes = processes(all);

        assertThat(processes)
                .containsExactly(new ProcessInfo(
                        new Namespec("web", "web_1"),
                        ProcessState.EXITED,
                        0,
                        Instant.ofEpochSecond(1_000),
                        Instant.ofEpochSecond(1_060),
                        Instant.ofEpochSecond(1_100),
                        7,
                        "oops",
                        "/o",
                        "/e"));
        assertThat(processes.get(0).hasPid()).isFalse();
        assertThat(processes.get(0).uptime()).isEmpty();
    }

    @Test
    void doesWithoutTheFieldsThatNobodyNeeds() throws IOException {
        ProcessInfo web = processes(WEB).get(0);

        assertThat(web.state()).isEqualTo(ProcessState.RUNNING);
        assertThat(web.uptime()).contains(Duration.ZERO);
        assertThat(web.exitStatus()).isZero();
        assertThat(web.spawnError()).isEmpty();
    }

    @Test
    void takesAStateOfALaterVersionForUnknown() throws IOException {
        assertThat(processes(process("a", "a", "<int>77</int>", "<int>0</int>"))
                        .get(0)
                        .state())
                .isEqualTo(ProcessState.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<struct/>",
                "<string>web</string>",
                "<struct><member><name>name</name><value>a</value></member></struct>",
                "<dateTime.iso8601/>"
            })
    void ignoresOneBrokenEntryAndSaysSo(String broken) throws IOException {
        assertThat(processes(broken, WEB)).hasSize(1);

        assertThat(log.list)
                .singleElement()
                .satisfies(line -> assertThat(line.getFormattedMessage())
                        .startsWith("ignoring a process listed by supervisord: "));
    }

    @Test
    void ignoresAnEntryWithAFieldOfTheWrongType() throws IOException {
        String pid = process("a", "a", "<int>20</int>", "<string>42</string>");
        String state = process("a", "a", "<string>RUNNING</string>", "<int>42</int>");
        String name = process("<int>1</int>", "a", "<int>20</int>", "<int>42</int>");

        assertThat(processes(pid, state, name, WEB)).hasSize(1);

        assertThat(log.list).hasSize(3);
    }

    @Test
    void doesNotFloodTheLogWithBrokenEntries() throws IOException {
        String[] broken = IntStream.range(0, 100).mapToObj(i -> "<struct/>").toArray(String[]::new);

        assertThat(processes(broken)).isEmpty();

        assertThat(log.list)
                .hasSize(4)
                .last()
                .satisfies(line -> assertThat(line.getFormattedMessage()).startsWith("ignoring 97 more processes"));
    }

    @Test
    void listsAProcessOnceThatIsThereTwice() throws IOException {
        assertThat(processes(WEB, WEB)).hasSize(1);
    }

    /** So the Go supervisord answers {@code tailProcessStderrLog}. */
    @Test
    void takesSeveralResultsForAnArray() throws IOException {
        String three = "<?xml version='1.0'?><methodResponse><params>"
                + "<param><value><string>the end</string></value></param>"
                + "<param><value><int>7</int></value></param>"
                + "<param><value><boolean>0</boolean></value></param></params></methodResponse>";

        assertThat(ask(three, supervisor -> supervisor.tailStderr(Namespec.parse("web:w1"), 100)))
                .isEqualTo(new RpcResult.Success<>("the end"));
    }

    @Test
    void takesSeveralProcessesForAnArrayOfThem() throws IOException {
        String two = "<?xml version='1.0'?><methodResponse><params><param><value>" + WEB
                + "</value></param><param><value>" + process("web", "web_2", "<int>20</int>", "<int>43</int>")
                + "</value></param></params></methodResponse>";

        assertThat(ask(two, SupervisorClient::processes).value().orElseThrow())
                .extracting(ProcessInfo::pid)
                .containsExactly(42L, 43L);
    }

    @Test
    void tellsWhatCameOfEachMemberOfAGroup() throws IOException {
        String status = "<struct>" + member("name", "web_1") + member("group", "web") + number("status", 70)
                + member("description", "NOT_RUNNING: web:web_1") + "</struct>";

        RpcResult<List<MemberStatus>> result =
                ask(result(array(status)), supervisor -> supervisor.stopGroup("web", false));

        assertThat(result.value().orElseThrow())
                .containsExactly(
                        new MemberStatus(new Namespec("web", "web_1"), Fault.NOT_RUNNING, "NOT_RUNNING: web:web_1"));
    }

    private static List<ProcessInfo> processes(String... entries) throws IOException {
        return ask(result(array(entries)), SupervisorClient::processes).value().orElseThrow();
    }

    private static String process(String group, String name, String state, String pid) {
        return "<struct>" + member("name", name) + member("group", group) + member("state", state) + member("pid", pid)
                + "</struct>";
    }

    private static String number(String name, int value) {
        return member(name, "<int>" + value + "</int>");
    }
}
