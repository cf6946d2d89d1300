package org.superlance.procmon.spawn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.superlance.procmon.spawn.LaunchSpec.Identity;
import org.superlance.procmon.spawn.LaunchSpec.Streams;

class UserResolverTest {

    private static final String WHO = "echo $(id -u) $(id -g) $(id -G)";

    private final ProcessSpawner spawner = new ProcessSpawner(System.getenv());

    @AfterEach
    void close() {
        spawner.close();
    }

    @Test
    void acceptsAUserByNameOrNumberWithItsGroups() throws Exception {
        asRoot();

        assertThat(output(LaunchSpecs.as("daemon", "sh", "-c", WHO))).isEqualTo("1 1 1\n");
        assertThat(output(LaunchSpecs.as("1", "sh", "-c", WHO))).isEqualTo("1 1 1\n");
    }

    @Test
    void acceptsAGroupByNameOrNumber() throws Exception {
        asRoot();

        assertThat(output(as("daemon", "mail", WHO))).startsWith("1 8 8");
        assertThat(output(as("daemon", "8", WHO))).startsWith("1 8 8");
        assertThat(output(as("54321", "54322", WHO))).isEqualTo("54321 54322 54322\n");
    }

    @Test
    void accountsGetTheirGroupsAndNumbersWithoutAccountNone() throws Exception {
        UserResolver userResolver = new UserResolver(Optional.of("true"));

        assertThat(userResolver.options(new Identity("daemon", Optional.empty())))
                .containsExactly("--reuid", "1", "--regid", "1", "--init-groups");
        assertThat(userResolver.options(new Identity("54321", Optional.of("8"))))
                .containsExactly("--reuid", "54321", "--regid", "8", "--clear-groups");
    }

    @Test
    void namesAMissingUserOrGroup() {
        assertRefused(LaunchSpecs.as("nobdy", "true"), "there is no user 'nobdy'");
        assertRefused(LaunchSpecs.as("54321", "true"), "there is no user 54321, so a group must be given too");
        assertRefused(as("daemon", "nobdies", "true"), "there is no group 'nobdies'");
        assertRefused(LaunchSpecs.as("-x", "true"), "there is no user '-x'");
    }

    @Test
    void theCurrentUserNeedsNoToolAndNoPermission() throws Exception {
        String ourselves = System.getProperty("user.name");

        assertThat(new UserResolver(Optional.empty()).options(new Identity(ourselves, Optional.empty())))
                .isEmpty();
    }

    @Test
    void namesTheRemedyForMissingPermissionOrTool() {
        String noRight = "false";

        assertThatThrownBy(
                        () -> new UserResolver(Optional.of(noRight)).options(new Identity("daemon", Optional.empty())))
                .hasMessageStartingWith("no permission to run it as user 'daemon'; run procmon as root");
        assertThatThrownBy(
                        () -> new UserResolver(Optional.empty()).options(new Identity("daemon", Optional.of("mail"))))
                .hasMessage("running it as user 'daemon' and group 'mail' requires setpriv: install util-linux");
    }

    private static void asRoot() {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root may become somebody else");
    }

    private static LaunchSpec as(String user, String group, String script) {
        return new LaunchSpec(
                List.of("sh", "-c", script),
                Optional.empty(),
                System.getenv(),
                Optional.of(new Identity(user, Optional.of(group))),
                Streams.PIPED);
    }

    private String output(LaunchSpec launchSpec) throws Exception {
        return new String(spawner.spawn(launchSpec).stdout().readAllBytes(), UTF_8);
    }

    private void assertRefused(LaunchSpec launchSpec, String clause) {
        assertThatThrownBy(() -> spawner.spawn(launchSpec))
                .isInstanceOf(SpawnException.class)
                .hasMessage(clause);
    }
}
