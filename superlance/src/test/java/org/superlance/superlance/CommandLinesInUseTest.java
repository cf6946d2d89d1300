package org.superlance.superlance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.superlance.listener.config.CommandMatcher;
import org.superlance.listener.config.SupervisordConfig;
import org.superlance.listener.runtime.CommandContext;
import org.superlance.listener.runtime.EventListenerRunner;
import org.superlance.listener.testkit.CommandLineFixture;
import org.superlance.listener.testkit.LogLines;

/** Sections of listeners as people write them: each is understood as it is meant, or refused with the word that is wrong. */
class CommandLinesInUseTest extends CommandLineFixture {

    @TempDir
    Path directory;

    @Override
    protected int command(CommandContext context, String... arguments) {
        return Superlance.run(context, arguments);
    }

    static Stream<Arguments> understood() {
        return Stream.of(
                // two equals signs
                understood(
                        "command=memmon --program=web=150MB --email=ops@example.com",
                        "--program web=150MB --email ops@example.com"),
                // a program with numprocs
                understood(
                        "command=memmon -p worker_00=512MB -p worker_01=512MB -p gunicorn=512MB",
                        "--program worker_00=512MB --program worker_01=512MB --program gunicorn=512MB"),
                // one name with a space
                understood(
                        "command=bin/memmon -a 1GB -m ops@example.com --name='Production memmon'",
                        "--any 1GB --email ops@example.com --name Production memmon"),
                understood("command=memmon -g spider=300MB", "--groupname spider=300MB"),
                understood("command=memmon -g app:*=300MB", "--groupname app:*=300MB"),
                understood(
                        "command=memmon -a 2048MB -m sysops+supervisord@example.com",
                        "--any 2048MB --email sysops+supervisord@example.com"),
                understood(
                        "command=memmon -p webapp=512MB -m ops@example.com -u 1d ; -a 1GB\nevents=TICK_60 ; each minute",
                        "--program webapp=512MB --email ops@example.com --uptime 1d;"),
                understood("command=memmon -a 200MiB", "--any 200MiB"),
                understood("command=memmon -a 1.5Gi", "--any 1.5Gi"),
                // the events of states are for others
                understood("command=memmon -a 1GB\nevents=TICK_5,PROCESS_STATE", "--any 1GB"),
                understood(
                        "command=.../httpok -p site1 -t 20"
                                + " http://localhost:8080/VirtualHostBase/http/example.com:80/site/VirtualHostRoot/",
                        "http://localhost:8080/VirtualHostBase/http/example.com:80/site/VirtualHostRoot/"),
                // a host that DNS would not allow, a percent sign as supervisord has it
                understood(
                        "command=httpok -p my-api http://my_app:8090/health?full=1&x=%%20",
                        "--program my-api http://my_app:8090/health?full=1&x=%20"),
                // a name that supervisord does not know is a warning, once it is asked
                understood(
                        "command=httpok --email=ops@example.com -p <program_name> http://localhost/",
                        "--program <program_name>"),
                understood(
                        "command=httpok -p program1,group1:program2 http://localhost/",
                        "--program program1,group1:program2"),
                understood(
                        "command=crashmail -p web -s \"echo 'crashed' | mail -s 'web' ops@example.com\"",
                        "-s echo 'crashed' | mail -s 'web' ops@example.com"),
                understood("command=crashmail -a -m ops@example.com -s \"Supervisor Alert\"", "Supervisor Alert"),
                understood("command=crashmail -a -m ops@example.com\nevents=PROCESS_STATE_FATAL", "--any"),
                understood(
                        "command=crashmail --any --email=<ops@example.com> -o \"[web 1]\"",
                        "--any --email <ops@example.com> --optionalheader [web 1]"),
                understood("command=crashmail -m ops@b\u00fccher.example", "--email"),
                understood(
                        "command=\n  memmon\n    -p web=200MB\n    -m ops@example.com",
                        "--program web=200MB --email ops@example.com"),
                understood(
                        "command=crashmailbatch --toEmail=\"a@example.com,b@example.com\" --fromEmail=\"s@example.com\""
                                + " --smtpHost=\"mail.example.com:587\" --userName=u --password=p --tls",
                        "--smtpHost mail.example.com:587 --userName u --password *** --tls"),
                understood("command=crashmailbatch -t a@example.com -f s@example.com --interval=0.5", "--interval 0.5"),
                understood(
                        "command=crashsms --toEmail=a@example.com --fromEmail=s@example.com --subject=web"
                                + " --smtpHost=localhost\nevents=PROCESS_STATE",
                        "--subject web --smtpHost localhost"));
    }

    static Stream<Arguments> warned() {
        return Stream.of(
                understood("command=memmon -a 100", "the limit 100B (-a) is 100 bytes, which every process exceeds"),
                understood("command=memmon -p web=200", "the limit 200B (-p web) is 200 bytes"),
                understood("command=memmon -g web=65535", "(-g web) is 65535 bytes"));
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of("command=memmon -p a=500MB b=300MB c=200MB", List.of("'b=300MB'")),
                Arguments.of(
                        "command=httpok -p web -r 3 -n 60 http://localhost/",
                        List.of("unknown option: -r", "--max-restarts", "3/60")),
                Arguments.of("command=httpok -G5 -p web http://localhost/", List.of("-G", "--min-uptime")),
                Arguments.of(
                        "command=httpok --grace-count=3 -p web http://localhost/",
                        List.of("unknown option: --grace-count;", "--cycles N")),
                Arguments.of(
                        "command=memmon \\\n   -p web=200MB \\\n   -m ops@example.com",
                        List.of("ends in a backslash", "take the backslashes out")),
                Arguments.of(
                        "command=memmon -p \\\n   web=200MB \\\n   -m ops@example.com",
                        List.of("ends in a backslash", "take the backslashes out")));
    }

    private static Arguments understood(String section, String options) {
        return Arguments.of(section, options);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("understood")
    void understandsWhatIsMeant(String section, String options) throws Exception {
        assertThat(log(section))
                .filteredOn(line -> line.contains(" started: "))
                .singleElement()
                .asString()
                .contains("options: ")
                .contains(options);
        assertThat(out).hasToString("READY\n");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("warned")
    void warnsOfALimitThatIsHardlyMeant(String section, String warning) throws Exception {
        assertThat(log(section)).anyMatch(line -> line.startsWith("WARN ") && line.contains(warning));
        assertThat(out).hasToString("READY\n");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void refusesWithTheWordAndTheRemedy(String section, List<String> parts) throws Exception {
        assertThat(log(section)).isEmpty();
        assertThat(err.toString(StandardCharsets.UTF_8).lines().findFirst().orElse(""))
                .contains(parts);
        assertThat(out).asString().isEmpty();
    }

    /** What the listener of the section logs, from its start to its end. */
    private List<String> log(String section) throws Exception {
        Path file =
                Files.writeString(directory.resolve("supervisord.conf"), "[eventlistener:x] ; ours\n" + section + "\n");
        CommandMatcher command = CommandMatcher.of(SupervisordConfig.read(file, Map.of(), directory, "host")
                .listeners()
                .get(0)
                .words());
        List<String> words = new ArrayList<>(List.of(command.name()));
        words.addAll(command.arguments());
        try (LogLines log = LogLines.of(EventListenerRunner.class)) {
            listen(words.toArray(String[]::new));
            return List.copyOf(log.lines());
        }
    }
}
