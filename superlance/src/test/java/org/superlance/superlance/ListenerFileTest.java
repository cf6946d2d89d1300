package org.superlance.superlance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.superlance.listener.config.ConfigException;
import org.superlance.listener.config.SupervisordConfig;
import org.superlance.listener.supervisor.Namespec;

class ListenerFileTest {

    private static final Map<String, String> ENVIRONMENT = Map.of("ADDRESS", "ops@example.com");

    private static final String USER = System.getProperty("user.name");

    @TempDir
    Path directory;

    @Test
    void takesSectionsAsSupervisordDoes() throws Exception {
        Files.writeString(directory.resolve("more.ini"), """
                [eventlistener:crashes]
                command=/usr/local/bin/crashmail -m %(ENV_ADDRESS)s -s '%(here)s/mail 100%%'
                events=PROCESS_STATE_EXITED, tick_60
                """);

        ListenerFile file = read("""
                [include]
                files=*.ini
                [program:web]
                command=web
                [eventlistener:memmon]
                command=memmon -a 200MB -n %(program_name)s ; a comment
                events=TICK_60
                environment=A="1,2",B="%(ENV_ADDRESS)s"
                serverurl=http://127.0.0.1:9001
                """);

        assertThat(file.errors()).isEmpty();
        assertThat(file.warnings()).isEmpty();
        assertThat(file.entries())
                .extracting(ListenerFile.Entry::name)
                .containsExactly(new Namespec("memmon", "memmon"), new Namespec("crashes", "crashes"));
        ListenerFile.Entry memmon = file.entries().get(0);
        assertThat(memmon.arguments()).containsExactly("-a", "200MB", "-n", "memmon");
        assertThat(memmon.environment())
                .isEqualTo(
                        Map.of("A", "1,2", "B", "ops@example.com", "SUPERVISOR_SERVER_URL", "http://127.0.0.1:9001"));
        assertThat(file.entries().get(1).arguments())
                .containsExactly("-m", "ops@example.com", "-s", directory + "/mail 100%");
        assertThat(file.events()).hasToString("PROCESS_STATE_EXITED,TICK_60");
    }

    @Test
    void allListenersShareTheOptionsOfTheFile() throws Exception {
        ListenerFile file = read("""
                [superlance]
                email=ops@example.com
                smtpHost=mail.example.com:587
                tls=true
                password_file=%(here)s/password
                sendmail-program=/usr/sbin/sendmail -i
                webhook=https://hooks.example.com/1
                    https://hooks.example.com/2
                [eventlistener:memmon]
                command=memmon -a 200MB
                events=TICK_60
                [eventlistener:batch]
                command=crashmailbatch -t night@example.com
                events=TICK_60
                [eventlistener:watch]
                command=procmon watch -a
                events=TICK_60
                """);

        List<String> others =
                List.of("--smtpHost=mail.example.com:587", "--tls", "--password-file=" + directory + "/password");
        List<String> hooks = List.of("--webhook=https://hooks.example.com/1", "--webhook=https://hooks.example.com/2");
        assertThat(file.errors()).isEmpty();
        assertThat(file.entries().get(0).arguments())
                .startsWith("--email=ops@example.com")
                .containsSubsequence(others)
                .contains("--sendmail_program=/usr/sbin/sendmail -i")
                .containsSubsequence(hooks)
                .endsWith("-a", "200MB");
        assertThat(file.entries().get(1).arguments())
                .startsWith("--toEmail=ops@example.com")
                .containsSubsequence(others)
                .doesNotContain("--sendmail_program=/usr/sbin/sendmail -i")
                .endsWith("-t", "night@example.com");
        assertThat(file.entries().get(2).arguments())
                .startsWith("watch", "--email=ops@example.com")
                .endsWith("-a");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "any=true     | is no option that listeners share; write it in their commands, or one of email, fromEmail",
                "tls=maybe    | is 'maybe'; write true or false",
                "email=       | is empty; write a value, or remove the line"
            })
    void anOptionThatCannotBeSharedIsRefused(String line, String sentence) {
        assertThatThrownBy(() -> read("[superlance]\n" + line + "\n[eventlistener:x]\nevents=TICK_5\ncommand=memmon\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("in section [superlance] of " + directory)
                .hasMessageContaining(sentence);
    }

    @ParameterizedTest
    @CsvSource({
        "memmon -a 1MB, -a 1MB",
        "/opt/superlance/memmon.jar -a 1MB, -a 1MB",
        "superlance memmon -a 1MB, -a 1MB",
        "/usr/bin/superlance.jar memmon, ''",
        "java -jar /opt/memmon.jar -a 1MB, -a 1MB",
        "/usr/bin/java -jar superlance.jar memmon -a 1MB, -a 1MB",
        "env A=b memmon -a 1MB, -a 1MB",
        "procmon watch -a, watch -a"
    })
    void recognizesACommandHoweverItIsStarted(String command, String options) throws Exception {
        ListenerFile file = read("[eventlistener:x]\nevents=TICK_5\ncommand=" + command + "\n");

        assertThat(file.errors()).isEmpty();
        assertThat(file.warnings()).isEmpty();
        assertThat(String.join(" ", file.entries().get(0).arguments())).isEqualTo(options);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "command=/usr/bin/python3 memmon.py ; events=TICK_5 | '/usr/bin/python3' is none of memmon, httpok",
                "command=superlance /etc/superlance.conf ; events=TICK_5 | is none of memmon",
                "command=java -jar other.jar ; events=TICK_5 | 'other.jar' is none of memmon",
                "command=env A=b ; events=TICK_5 | 'env' is none of memmon",
                "command=procmon run -- watch ; events=TICK_5 | only 'procmon watch' is an event listener",
                "command=procmon run -- web ; events=TICK_5 | only 'procmon watch' is an event listener",
                "command=memmon -a 1MB ; events=TICK_10 | TICK_10",
                "command=memmon -a 1MB | \"events\"",
                "events=TICK_5 | does not specify a command",
                "command=memmon -n 'x ; events=TICK_5 | close its quotes",
                "command=memmon -n %(nosuch)s ; events=TICK_5 | %(nosuch)s",
                "command=memmon ; events=TICK_5 ; environment=\" | environment",
                "command=memmon ; events=TICK_5 ; user=daemon | user=daemon"
            })
    void reportsASectionThatCannotBeRunAndRunsTheOthers(String lines, String expected) throws Exception {
        ListenerFile file = read("[eventlistener:odd]\n" + lines.replace(" ; ", "\n")
                + "\n[eventlistener:good]\ncommand=memmon -a 1MB\nevents=TICK_60\n");

        assertThat(file.errors())
                .singleElement()
                .asString()
                .startsWith("[eventlistener:odd] is not run: ")
                .contains(expected);
        assertThat(file.entries()).extracting(entry -> entry.name().group()).containsExactly("good");
        assertThat(file.events()).hasToString("TICK_60");
    }

    @Test
    void aListenerHasTheVariablesThatEnvSetsAndItsOwnTimeZone() throws Exception {
        ListenerFile file = read("""
                [eventlistener:early]
                command=env TZ=UTC A=c timemon --at 3:00
                events=TICK_60
                environment=A="b",B="b"
                [eventlistener:late]
                command=java -Xmx32m -jar timemon.jar
                events=TICK_60
                environment=TZ=":Asia/Kathmandu"
                [eventlistener:never]
                command=timemon
                events=TICK_60
                environment=TZ="NPT-5:45"
                """);

        assertThat(file.errors()).isEmpty();
        assertThat(file.entries().get(0).environment()).isEqualTo(Map.of("TZ", "UTC", "A", "c", "B", "b"));
        assertThat(file.entries())
                .extracting(ListenerFile.Entry::zone)
                .containsExactly(
                        Optional.of(ZoneId.of("UTC")), Optional.of(ZoneId.of("Asia/Kathmandu")), Optional.empty());
        assertThat(file.warnings())
                .containsExactly(
                        "[eventlistener:late]: no effect for a listener in this file: -Xmx32m; set in"
                                + " SUPERLANCE_JAVA_OPTS of the section of superlance itself, they apply to all listeners",
                        "[eventlistener:never]: no effect for a listener in this file: TZ=NPT-5:45; use a name"
                                + " such as Europe/Berlin");
    }

    @Test
    void warnsOfSettingsWithoutEffectAndOfSectionsNotStarted() throws Exception {
        ListenerFile file = read("""
                [eventlistener:memmon]
                command=memmon -a 1MB
                events=TICK_60
                user=USER
                priority=-1
                buffer_size=50
                stderr_logfile=/var/log/memmon.log
                numprocs=2
                process_name=%(program_name)s_%(process_num)d
                [eventlistener:later]
                command=memmon -a 1MB
                events=TICK_60
                autostart=false
                """.replace("USER", USER));

        assertThat(file.entries())
                .extracting(ListenerFile.Entry::name)
                .containsExactly(new Namespec("memmon", "memmon_0"));
        assertThat(file.warnings())
                .containsExactly(
                        "[eventlistener:memmon]: no effect for a listener in this file: priority=,"
                                + " stderr_logfile=, numprocs=; set in the section of superlance itself, they apply to all listeners",
                        "[eventlistener:later] is not run: autostart=false or numprocs=0");
    }

    @Test
    void refusesAFileWithoutAnyListener() {
        assertThatThrownBy(() -> read("[program:web]\ncommand=web\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("has no [eventlistener:x] section");
    }

    private ListenerFile read(String text) throws IOException, ConfigException {
        Path file = Files.writeString(directory.resolve("superlance.conf"), text);
        return ListenerFile.read(
                SupervisordConfig.read(file, ENVIRONMENT, directory, "vm"), SuperlanceSubcommands.all(), USER);
    }
}
