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
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.superlance.listener.config.ConfigException;
import org.superlance.listener.config.GroupConfig;
import org.superlance.listener.config.GroupConfig.PoolConfig;
import org.superlance.listener.config.LogConfig;
import org.superlance.listener.config.ProgramConfig;
import org.superlance.listener.event.EventSubscription;
import org.superlance.listener.process.Signal;

class EmbeddedServerConfigReaderTest {

    @TempDir
    Path directory;

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
                        true, ProgramConfig.Restart.UNEXPECTED, Duration.ofSeconds(1), 3, Set.of(0)));
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
                .contains(new PoolConfig(EventSubscription.parse("TICK,PROCESS_STATE_EXITED"), 3));
        assertThat(server.groups().get(2).programs())
                .extracting(ProgramConfig::name)
                .containsExactly("b", "a");
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
                user=somebody
                nodaemon=true
                minfds=100
                [program:web]
                command=web
                numprocs=2
                process_name=%(process_num)d
                stdout_capture_maxbytes=1MB
                redirect_stderr=true
                stderr_logfile=/tmp/x
                [fcgi-program:php]
                command=php
                [rpcinterface:supervisor]
                x=y
                [rpcinterface:other]
                x=y
                [supervisorctl]
                serverurl=unix:///tmp/x
                """);

        assertThat(server.warnings())
                .containsExactlyInAnyOrder(
                        "strip_ansi in section [supervisord] is not supported and has no effect",
                        "user=somebody in section [supervisord] has no effect: this process runs as root; start it as that user",
                        "stdout_capture_maxbytes in section [program:web] is not supported and has no effect",
                        "stderr_logfile in section [program:web] has no effect with redirect_stderr=true",
                        "section [fcgi-program:php] is not supported and has no effect",
                        "section [rpcinterface:other] is not supported and has no effect");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            program:x        | startsecs=1         | section [program:x] does not specify a command; add command=
            program:x        | command='           | command in section [program:x] of FILE is '''; close its quotes
            program:x        | startsecs=1s        | startsecs in section [program:x] of FILE is '1s'; write a whole number from 0
            program:x        | autostart=maybe     | autostart in section [program:x] of FILE is 'maybe'; write true or false
            program:x        | autorestart=often   | autorestart in section [program:x] of FILE is 'often'; write true or false
            program:x        | exitcodes=0,256     | exitcodes in section [program:x] of FILE is '256'; write exit statuses
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
            group:x          | programs=y          | programs in section [group:x] of FILE is 'y'; there is no section [program:y]
            eventlistener:x  | command=x           | section [eventlistener:x] requires an "events" line
            eventlistener:x  | events=TICK_7       | events in section [eventlistener:x] of FILE is 'TICK_7'; write names
            eventlistener:x  | events=TICK_5!redirect_stderr=true | redirect_stderr in section [eventlistener:x] of FILE is 'true'; that would break
            inet_http_server | port=x:y            | port in section [inet_http_server] of FILE is 'x:y'; write a port
            unix_http_server | chmod=0700          | section [unix_http_server] has no file; add file=
            unix_http_server | file=s!username=u   | section [unix_http_server] has only one of username and password
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
        Path file = Files.writeString(directory.resolve("supervisord.conf"), text);
        return new EmbeddedServerConfigReader(environment, directory, "host", "root").read(file);
    }
}
