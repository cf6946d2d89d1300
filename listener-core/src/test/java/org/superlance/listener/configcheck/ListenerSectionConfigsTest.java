package org.superlance.listener.configcheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.config.ConfigException;

class ListenerSectionConfigsTest {

    @TempDir
    Path directory;

    @Test
    void readsOptionsAndEnvironmentAsSupervisordDoes() throws Exception {
        ListenerSectionConfigs confs = SectionConfigFixtures.read(directory, """
                [supervisord]
                environment=SHARED="yes",LIMIT="20%%"
                [eventlistener:mem]
                command=memmon -a %(ENV_LIMIT)s -n %(program_name)s-%(host_node_name)s -s "cat > %(here)s/mail"
                environment=PASSWORD="s3cret"
                [eventlistener:other]
                command=httpok http://localhost/
                [program:memmon]
                command=memmon
                """);

        assertThat(confs.running("memmon"))
                .singleElement()
                .satisfies(conf -> assertThat(ListenerSectionConfigs.arguments(conf, "memmon"))
                        .hasValueSatisfying(options -> assertThat(options)
                                .containsExactly("-a", "20%", "-n", "mem-vm", "-s", "cat > " + directory + "/mail")))
                .satisfies(conf -> assertThat(conf.environment())
                        .containsEntry("SHARED", "yes")
                        .containsEntry("PASSWORD", "s3cret"));
        assertThat(confs.find("eventlistener:mem")).isPresent();
        assertThat(confs.find("memmon")).isEmpty();
    }

    @Test
    void missesTheSectionWithoutWhichNoListenerCanDoAnything() {
        assertThat(SectionConfigFixtures.read(directory, "[supervisord]\n").check())
                .singleElement()
                .satisfies(diagnostic ->
                        assertThat(diagnostic.sentence()).contains("[rpcinterface:supervisor] is missing"));
        assertThat(SectionConfigFixtures.read(
                                directory,
                                "[rpcinterface:supervisor]\nsupervisor.rpcinterface_factory = supervisor.rpcinterface:x\n")
                        .check())
                .isEmpty();
    }

    @Test
    void namesSectionAndKeyOfWhatCannotBeRead() {
        ListenerSectionConfig conf =
                SectionConfigFixtures.section(directory, "command=memmon 'a", "environment=A='secret");

        assertThatThrownBy(conf::words)
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll("command in section [eventlistener:x]", "never closed");
        assertThatThrownBy(conf::environment)
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("environment in section [eventlistener:x]")
                .hasMessageNotContaining("secret");
    }
}
