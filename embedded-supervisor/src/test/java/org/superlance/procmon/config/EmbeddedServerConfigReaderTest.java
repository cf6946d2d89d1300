package org.superlance.procmon.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.superlance.listener.config.ConfigException;
import org.superlance.listener.config.GroupConfig;
import org.superlance.listener.config.GroupConfig.PoolConfig;
import org.superlance.listener.config.GroupConfig.ResultHandler;
import org.superlance.listener.config.LogConfig;
import org.superlance.listener.config.ProgramConfig;
import org.superlance.listener.event.EventSubscription;
import org.superlance.listener.process.Signal;
import org.superlance.listener.process.UserAccounts;

class EmbeddedServerConfigReaderTest {

    @TempDir
    Path directory;

    @Test
    void warnsOfWhatStaysInFrontOfAProgramToChangeItsUser() throws Exception {
        EmbeddedServerConfig server = read("[program:web]\ncommand=su - app -c \"web -p 80\"\nstopsignal=HUP");

        assertThat(server.warnings())
                .singleElement()
                .asString()
                .startsWith("section [program:web]: command= runs su, which passes no HUP")
                .endsWith("write user=USER and the command alone");
    }

    @Test
    void whatIsNotWrittenIsAsInSupervisord() throws Exception {
        EmbeddedServerConfig server = read("[program:web]\ncommand=web -p 80");

        assertThat(server.warnings()).isEmpty();
        assertThat(server.servers()).isEmpty();
        assertThat(server.groups()).hasSize(1);
        GroupConfig group = server.groups().get(0);
        assertThat(group.name()).isEqualTo("web");
        assertThat(group.priority()).isEqualTo(999);
        assertThat(group.pool()).isEmpty();
        ProgramConfig web = group.programs().get(0);
        assertThat(web.name()).isEqualTo("web");
        assertThat(web.priority()).isEqualTo(999);
        assertThat(web.execution())
                .isEqualTo(new ProgramConfig.Execution(
                        List.of("web", "-p", "80"), Optional.empty(), Optional.empty(), Optional.empty()));
        assertThat(web.starting())
                .isEqualTo(new ProgramConfig.Starting(
                        true, ProgramConfig.Restart.UNEXPECTED, Duration.ofSeconds(1), 3, List.of(0)));
        assertThat(web.stopping())
                .isEqualTo(new ProgramConfig.Stopping(Signal.TERM, Duration.ofSeconds(10), false, false));
        LogConfig log = new LogConfig(new LogConfig.Automatic(), 50L << 20, 10, false);
        assertThat(web.output()).isEqualTo(new ProgramConfig.Output(false, log, log));
    }

    @Test
    void numbersProcessesAndExpandsWhatTheyReferTo() throws Exception {
        EmbeddedServerConfig server = read("""
                [supervisord]
                environment=ROOT="/srv",SHARED="daemon"
                [program:web]
                command=run --port 80%(process_num)02d --of %(numprocs)d %(ENV_ROOT)s %(ENV_OWN)s %(ENV_HOME)s
                process_name=%(program_name)s-%(process_num)d
                numprocs=2
                numprocs_start=8
                environment=OWN="w%(process_num)s",SHARED="program"
                stdout_logfile=%(here)s/%(group_name)s-%(process_num)d.log
                """);

        List<ProgramConfig> programs = server.groups().get(0).programs();
        assertThat(programs).extracting(ProgramConfig::name).containsExactly("web-8", "web-9");
        assertThat(programs.get(1).command()).isEqualTo("run --port 8009 --of 2 /srv w9 /root");
        assertThat(programs.get(1).environment()).isEqualTo(Map.of("ROOT", "/srv", "OWN", "w9", "SHARED", "program"));
        assertThat(programs.get(1).output().stdout().target())
                .isEqualTo(new LogConfig.File(directory.resolve("web-9.log")));
    }

    @Test
    void groupsTakeTheirProgramsAndEachOtherSectionMakesAGroupByPriority() throws Exception {
        EmbeddedServerConfig server = read("""
                [program:a]
                command=a
                priority=5
                [program:b]
                command=b
                priority=3
                [program:c]
                command=c
                priority=1
                [group:pair]
                programs=a, b
                priority=2
                [eventlistener:z]
                command=z
                events=TICK,process_state_exited
                buffer_size=3
                """);

        assertThat(server.groups()).extracting(GroupConfig::name).containsExactly("z", "c", "pair");
        assertThat(server.groups().get(0).pool())
                .contains(new PoolConfig(
                        EventSubscription.parse("TICK,PROCESS_STATE_EXITED"), 3, ResultHandler.OK_OR_FAIL));
        assertThat(server.groups().get(2).programs())
                .extracting(ProgramConfig::name)
                .containsExactly("a", "b");
    }

    @Test
    void readsWhereCallsAreAnswered() throws Exception {
        EmbeddedServerConfig server = read("""
                [inet_http_server]
                port=*:9001
                [unix_http_server]
                file=s.sock
                chmod=0770
                chown=root:adm
                username=u
                password={SHA}abc
                """);

        assertThat(server.servers())
                .extracting(HttpServerConfig::place)
                .containsExactly(
                        new HttpServerConfig.SocketFile(directory.resolve("s.sock"), "0770", Optional.of("root:adm")),
                        new HttpServerConfig.Port("", 9001));
        assertThat(server.servers().get(0).login()).contains(new HttpServerConfig.Login("u", "{SHA}abc"));
        assertThat(server.toString()).doesNotContain("abc");
    }

    @Test
    void whatHasNoEffectIsTold() throws Exception {
        EmbeddedServerConfig server = read("""
                [supervisord]
                strip_ansi=true
                user=root
                nodaemon=true
                minfds=100
                [program:web]
                command=web
                numprocs=2
                process_name=%(process_num)d
                stdout_capture_maxbytes=1MB
                redirect_stderr=true
                stderr_logfile=/tmp/x
                [program]
                command=php
                [rpcinterface:supervisor]
                supervisor.rpcinterface_factory=y
                [rpcinterface:other]
                supervisor.rpcinterface_factory=y
                [supervisorctl]
                serverurl=unix:///tmp/x
                """);

        assertThat(server.daemon().minOpenFiles()).isEqualTo(100);
        assertThat(server.warnings())
                .containsExactlyInAnyOrder(
                        "strip_ansi in section [supervisord] is not supported and has no effect",
                        "stdout_capture_maxbytes in section [program:web] is not supported and has no effect",
                        "stderr_logfile in section [program:web] has no effect with redirect_stderr=true",
                        "section [program] has no name and no effect; write [program:NAME]",
                        "section [rpcinterface:other] is not supported and has no effect");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            program:x        | startsecs=1         | section [program:x] does not specify a command; add command=
            program:x        | command='           | command in section [program:x] of FILE has a quote that is not closed, or ends in a backslash; close its quotes
            program:x        | startsecs=1s        | startsecs in section [program:x] of FILE is '1s'; write a whole number from 0
            program:x        | autostart=maybe     | autostart in section [program:x] of FILE is 'maybe'; write true or false
            program:x        | autorestart=often   | autorestart in section [program:x] of FILE is 'often'; write true, false or unexpected
            program:x        | exitcodes=0,256     | exitcodes in section [program:x] of FILE is '256'; write exit statuses
            program:x        | stdout_capture_maxbytes=x | stdout_capture_maxbytes in section [program:x] of FILE is 'x'; write a number of bytes
            program:x        | stopsignal=STOPIT   | stopsignal in section [program:x] of FILE is 'STOPIT'; write a name such as TERM
            program:x        | umask=99            | umask in section [program:x] of FILE is '99'; write octal digits
            program:x        | numprocs=2          | numprocs in section [program:x] of FILE is '2'; process_name must contain
            program:x        | stdout_logfile=/no/such/x.log | stdout_logfile in section [program:x] of FILE is '/no/such/x.log'; there is no directory /no/such
            program:x        | stdout_logfile_maxbytes=1TB | stdout_logfile_maxbytes in section [program:x] of FILE is '1TB'; write a number of bytes
            program:x        | environment=A       | environment in section [program:x] of FILE is invalid: expected KEY="value" after []
            program:x        | directory=%(no)s    | directory in section [program:x] of FILE refers to %(no)s, which is not defined
            program:x        | killasgroup=0!stopasgroup=1 | killasgroup in section [program:x] of FILE is 'false'; with stopasgroup=true
            program:a b      | command=true        | the name of section [program:a b] is empty or contains a space, a colon or a slash
            program:x        | process_name=a:b    | process_name in section [program:x] is empty or contains a space, a colon
            program:x        | process_name=a\tb   | process_name in section [program:x] is empty or contains a space, a colon
            group:x          | programs=y          | programs in section [group:x] of FILE is 'y'; there is no section [program:y]
            eventlistener:x  | command=x           | section [eventlistener:x] requires an "events" line
            eventlistener:x  | events=TICK_7       | events in section [eventlistener:x] of FILE is 'TICK_7'; write names
            eventlistener:x  | events=TICK_5!redirect_stderr=true | redirect_stderr in section [eventlistener:x] of FILE is 'true'; that would break
            inet_http_server | port=x:y            | port in section [inet_http_server] of FILE is 'x:y'; write a port
            unix_http_server | chmod=0700          | section [unix_http_server] has no file; add file=
            supervisord      | user=nobody         | procmon does not change its own user, and would run everything as root
            unix_http_server | file=s!username=u   | section [unix_http_server] has only one of username and password
            program:x        | process_name=       | process_name in section [program:x] is empty or contains
            program:x        | exitcodes=0,        | exitcodes in section [program:x] of FILE is ''; write exit statuses
            program:x        | user=nosuch         | user in section [program:x] of FILE is 'nosuch'; there is no such user
            program:x        | directory=          | directory in section [program:x] of FILE is ''; write a path
            fcgi-program:x   | socket=tcp://:1     | socket in section [fcgi-program:x] of FILE asks for a FastCGI socket
            eventlistener:x  | events=TICK_5!result_handler=m:h | result_handler in section [eventlistener:x] of FILE is 'm:h'; that is Python code
            rpcinterface:x   | x=y                 | section [rpcinterface:x] has no supervisor.rpcinterface_factory
            unix_http_server | file=s!chown=nosuch | chown in section [unix_http_server] of FILE is 'nosuch'; write an existing USER
            inet_http_server2 | port=0             | port in section [inet_http_server2] of FILE is '0'; write a port
            supervisord      | directory=/nosuch   | directory in section [supervisord] of FILE is '/nosuch'; no such directory
            supervisord      | pidfile=/nosuch/x   | pidfile in section [supervisord] of FILE is '/nosuch/x'; there is no directory /nosuch
            supervisord      | loglevel=loud       | loglevel in section [supervisord] of FILE is 'loud'; write critical
            """)
    void aBadValueIsOneSentenceThatNamesFileSectionKeyAndRemedy(String section, String lines, String sentence)
            throws IOException {
        String command = lines.contains("command=") || sentence.contains("add command=") ? "" : "command=true\n";
        String text = "[" + section + "]\n" + command + lines.replace('!', '\n') + "\n";

        assertThatThrownBy(() -> read(text))
                .isInstanceOf(ConfigException.class)
                .message()
                .contains(directory.resolve("supervisord.conf").toString())
                .contains(sentence.replace(
                        "FILE", directory.resolve("supervisord.conf").toString()));
    }

    @Test
    void aFileWithoutTheSectionOfTheServerIsRefused() throws Exception {
        Path file = Files.writeString(directory.resolve("cut.conf"), "");

        assertThatThrownBy(() -> new EmbeddedServerConfigReader(Map.of(), directory, "host", "root").read(file))
                .isInstanceOf(ConfigException.class)
                .hasMessage(file + ": there is no section [supervisord]; add it, or use another file");
    }

    @Test
    void aGroupHasItsProgramsInTheOrderInWhichItNamesThem() throws Exception {
        EmbeddedServerConfig server = read("""
                [program:a]
                command=a
                priority=1
                [program:b]
                command=b
                process_name=%(program_name)s_%(process_num)d
                numprocs=11
                [program:c]
                command=c
                [group:all]
                programs=c,b,a
                """);

        assertThat(server.groups().get(0).programs())
                .extracting(ProgramConfig::name)
                .startsWith("c", "b_0", "b_1", "b_10", "b_2")
                .endsWith("b_9", "a");
    }

    @Test
    void theFileSystemGoesUpFromWhereALinkLeads() throws Exception {
        Path real = Files.createDirectories(directory.resolve("real/etc"));
        Files.createDirectories(directory.resolve("real/var"));
        Files.createSymbolicLink(directory.resolve("etc"), real);

        ProgramConfig web = read("""
                        [program:web]
                        command=web
                        stdout_logfile=etc/../var/web.log
                        directory=etc/../var
                        """).groups().get(0).programs().get(0);

        assertThat(web.output().stdout().target())
                .isEqualTo(new LogConfig.File(directory.resolve("etc/../var/web.log")));
        assertThat(web.execution().directory().map(Files::isDirectory)).contains(true);
        assertThatThrownBy(() -> read("[supervisord]\nlogfile=etc/../none/x.log"))
                .hasMessageContaining("no directory");
    }

    @Test
    void aTildeIsAHomeDirectory() throws Exception {
        ProgramConfig web = read("[program:web]\ncommand=web\ndirectory=~root/x\nstdout_logfile=~/x.log\nuser=0")
                .groups()
                .get(0)
                .programs()
                .get(0);

        assertThat(web.execution().directory()).contains(Path.of("/root/x"));
        assertThat(web.output().stdout().target()).isEqualTo(new LogConfig.File(Path.of("/root/x.log")));
        assertThat(web.execution().user().map(UserAccounts.Account::name)).contains("root");
    }

    @Test
    void supervisordExpandsTwiceWhatIsWrittenThere() throws Exception {
        ProgramConfig web = read("""
                        [supervisord]
                        environment=RATE="50%%%%",HOST="%(host_node_name)s"
                        [program:web]
                        command=web %(ENV_RATE)s %(ENV_HOST)s
                        environment=OWN="50%%"
                        stdout_logfile=%%(program_name)s%%%%.log
                        """).groups().get(0).programs().get(0);

        assertThat(web.command()).isEqualTo("web 50% host");
        assertThat(web.environment()).containsEntry("OWN", "50%");
        assertThat(web.output().stdout().target()).isEqualTo(new LogConfig.File(directory.resolve("web%.log")));
    }

    @Test
    void automaticLogsAreWhereTemporaryFilesAre() throws Exception {
        Path defaultValue = Path.of(System.getProperty("java.io.tmpdir"));

        assertThat(automaticLogs(Map.of())).isEqualTo(defaultValue);
        assertThat(automaticLogs(Map.of("TMPDIR", directory.toString()))).isEqualTo(directory);
        assertThat(automaticLogs(Map.of("TMPDIR", ""))).isEqualTo(defaultValue);
        assertThat(automaticLogs(Map.of("TMPDIR", "/nonexistent"))).isEqualTo(defaultValue);
    }

    private Path automaticLogs(Map<String, String> environment) throws ConfigException, IOException {
        return read("[supervisord]", environment).daemon().childLogDirectory();
    }

    private EmbeddedServerConfig read(String text) throws ConfigException, IOException {
        return read(text, Map.of("HOME", "/root"));
    }

    private EmbeddedServerConfig read(String text, Map<String, String> environment)
            throws ConfigException, IOException {
        String complete = text.contains("[supervisord]") ? text : "[supervisord]\n" + text;
        Path file = Files.writeString(directory.resolve("supervisord.conf"), complete);
        return new EmbeddedServerConfigReader(environment, directory, "host", "root").read(file);
    }
}
