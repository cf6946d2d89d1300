package org.superlance.procmon.child;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.superlance.procmon.child.Launch.Identity;
import org.superlance.procmon.child.Launch.Streams;

class IdentitiesTest {

    private static final String WHO = "echo $(id -u) $(id -g) $(id -G)";

    private final ProcessSpawner spawner = new ProcessSpawner(System.getenv());

    @AfterEach
    void close() {
        spawner.close();
    }

    @Test
    void aUserIsGivenByNameOrByNumberAndBringsItsGroups() throws Exception {
        asRoot();

        assertThat(output(Launches.as("daemon", "sh", "-c", WHO))).isEqualTo("1 1 1\n");
        assertThat(output(Launches.as("1", "sh", "-c", WHO))).isEqualTo("1 1 1\n");
    }

    @Test
    void aGroupOfItsOwnIsGivenByNameOrByNumber() throws Exception {
        asRoot();

        assertThat(output(as("daemon", "mail", WHO))).startsWith("1 8 8");
        assertThat(output(as("daemon", "8", WHO))).startsWith("1 8 8");
        assertThat(output(as("54321", "54322", WHO))).isEqualTo("54321 54322 54322\n");
    }

    @Test
    void whoHasAnAccountKeepsItsOtherGroupsAndWhoHasNoneGetsNoneOfOurs() throws Exception {
        Identities identities = new Identities(Optional.of("true"));

        assertThat(identities.options(new Identity("daemon", Optional.empty())))
                .containsExactly("--reuid", "1", "--regid", "1", "--init-groups");
        assertThat(identities.options(new Identity("54321", Optional.of("8"))))
                .containsExactly("--reuid", "54321", "--regid", "8", "--clear-groups");
    }

    @Test
    void whoIsNotThereIsNamed() {
        assertRefused(Launches.as("nobdy", "true"), "there is no user 'nobdy'");
        assertRefused(Launches.as("54321", "true"), "there is no user 54321, so a group must be given too");
        assertRefused(as("daemon", "nobdies", "true"), "there is no group 'nobdies'");
        assertRefused(Launches.as("-x", "true"), "there is no user '-x'");
    }

    @Test
    void whoWeAreTakesNoToolAndNoRight() throws Exception {
        String ourselves = System.getProperty("user.name");

        assertThat(new Identities(Optional.empty()).options(new Identity(ourselves, Optional.empty())))
                .isEmpty();
    }

    @Test
    void withoutTheRightOrTheToolTheRemedyIsNamed() {
        String noRight = "false";

        assertThatThrownBy(() -> new Identities(Optional.of(noRight)).options(new Identity("daemon", Optional.empty())))
                .hasMessageStartingWith("procmon has no right to run it as user 'daemon'; start procmon as root");
        assertThatThrownBy(() -> new Identities(Optional.empty()).options(new Identity("daemon", Optional.of("mail"))))
                .hasMessage("to run it as user 'daemon' and group 'mail' takes setpriv: install util-linux");
    }

    private static void asRoot() {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root may become somebody else");
    }

    private static Launch as(String user, String group, String script) {
        return new Launch(
                List.of("sh", "-c", script),
                Optional.empty(),
                System.getenv(),
                Optional.of(new Identity(user, Optional.of(group))),
                Streams.PIPED);
    }

    private String output(Launch launch) throws Exception {
        return new String(spawner.spawn(launch).stdout().readAllBytes(), UTF_8);
    }

    private void assertRefused(Launch launch, String clause) {
        assertThatThrownBy(() -> spawner.spawn(launch))
                .isInstanceOf(SpawnException.class)
                .hasMessage(clause);
    }
}
