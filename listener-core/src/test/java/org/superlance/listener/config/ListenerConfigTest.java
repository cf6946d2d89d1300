package org.superlance.listener.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListenerConfigTest {

    @TempDir
    Path directory;

    @Test
    void readsOptionsAndEnvironmentAsSupervisordDoes() throws Exception {
        SupervisordConfig config = SectionConfigFixtures.read(directory, """
                [supervisord]
                environment=SHARED="yes",LIMIT="20%%%%"
                [eventlistener:mem]
                command=memmon -a %(ENV_LIMIT)s -n %(program_name)s-%(host_node_name)s -s "cat > %(here)s/mail"
                environment=PASSWORD="s3cret"
                [eventlistener:other]
                command=httpok http://localhost/
                [program:memmon]
                command=memmon
                """);

        assertThat(config.listeners()).extracting(ListenerConfig::pool).containsExactly("mem", "other");
        ListenerConfig mem = config.listeners().get(0);
        assertThat(mem.arguments("memmon"))
                .hasValueSatisfying(options -> assertThat(options)
                        .containsExactly("-a", "20%", "-n", "mem-vm", "-s", "cat > " + directory + "/mail"));
        assertThat(mem.arguments("httpok")).isEmpty();
        assertThat(mem.environment()).containsEntry("SHARED", "yes").containsEntry("PASSWORD", "s3cret");
    }

    @Test
    void valuesMayReferToItsOwnEnvironmentAndToTheHost() throws Exception {
        SupervisordConfig config = SectionConfigFixtures.read(directory, """
                [supervisord]
                environment=HOST="%(host_node_name)s"
                [eventlistener:mem]
                command=memmon -a %(ENV_LIMIT)s -n %(ENV_HOST)s
                environment=LIMIT="20%%"
                """);

        assertThat(config.listeners().get(0).words()).containsExactly("memmon", "-a", "20%", "-n", "vm");
    }

    @Test
    void runsAsItsOwnUserOrAsThatOfSupervisord() throws Exception {
        SupervisordConfig config = SectionConfigFixtures.read(directory, """
                [supervisord]
                user=daemon
                [eventlistener:own]
                command=memmon
                user= nobody
                [eventlistener:other]
                command=memmon
                """);

        assertThat(config.listeners().get(0).user()).hasValue("nobody");
        assertThat(config.listeners().get(1).user()).hasValue("daemon");
        assertThat(SectionConfigFixtures.section(directory, "command=memmon").user())
                .isEmpty();
    }

    @Test
    void namesSectionAndKeyOfWhatCannotBeRead() {
        ListenerConfig conf = SectionConfigFixtures.section(directory, "command=memmon 'a", "environment=A='secret");

        assertThatThrownBy(conf::words)
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll("command in section [eventlistener:x]", "not closed");
        assertThatThrownBy(conf::environment)
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("environment in section [eventlistener:x]")
                .hasMessageNotContaining("secret");
    }
}
