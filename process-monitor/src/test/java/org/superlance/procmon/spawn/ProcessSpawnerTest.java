package org.superlance.procmon.spawn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.process.ProcessGroupTable;
import org.superlance.listener.testkit.Await;
import org.superlance.procmon.spawn.LaunchSpec.Streams;

class ProcessSpawnerTest {

    private final ProcessSpawner spawner = new ProcessSpawner(System.getenv());
    private final ProcessGroupTable groups = new ProcessGroupTable();

    @TempDir
    Path directory;

    @AfterEach
    void close() {
        spawner.close();
        Await.until("the end of the guard", () -> guards().isEmpty());
    }

    @Test
    void argumentsArriveAsTheyAre() throws Exception {
        String[] words = {"sh", "-c", "printf '<%s>' \"$0\" \"$@\"", "-x", "a b", "", "$HOME", "*", "'\"\\", "--", "a=b"
        };

        assertThat(output(LaunchSpecs.of(words))).isEqualTo("<-x><a b><><$HOME><*><'\"\\><--><a=b>");
    }

    @Test
    void theChildHasTheEnvironmentAndDirectoryThatWereAskedForAndIsCalledAsItWasWritten() throws Exception {
        Map<String, String> environment = Map.of("PATH", System.getenv("PATH"), "COLOUR", "blue");
        List<String> command = List.of("sh", "-c", "echo $COLOUR $(pwd) $0; env | grep -c ^HOME=");
        LaunchSpec launchSpec =
                new LaunchSpec(command, Optional.of(directory), environment, Optional.empty(), Streams.PIPED);

        assertThat(output(launchSpec)).isEqualTo("blue " + directory.toRealPath() + " sh\n0\n");
    }

    @Test
    void pipesTheStreamsOfTheChild() throws Exception {
        Child child = spawner.spawn(LaunchSpecs.of("sh", "-c", "read line; echo got $line; echo oops >&2"));

        child.stdin().write("tea\n".getBytes(UTF_8));
        child.stdin().flush();

        assertThat(new String(child.stdout().readAllBytes(), UTF_8)).isEqualTo("got tea\n");
        assertThat(new String(child.stderr().readAllBytes(), UTF_8)).isEqualTo("oops\n");
    }

    @Test
    void exitHasTheStatusOrTheSignal() throws Exception {
        Child sleeper = spawner.spawn(LaunchSpecs.of("sleep", "600"));
        awaitSleep(sleeper.pid());
        sleeper.signal("USR1");

        assertThat(exit(spawner.spawn(LaunchSpecs.of("sh", "-c", "exit 7")))).isEqualTo(new ProcessExit(7));
        assertThat(exit(sleeper).signal()).hasValue(10);
    }

    @Test
    void childrenDoNotInheritTheBlockedSigquitOfJava() throws Exception {
        Child sleeper = spawner.spawn(LaunchSpecs.of("sleep", "600"));
        awaitSleep(sleeper.pid());

        sleeper.signal("QUIT");

        assertThat(exit(sleeper).signal()).hasValue(3);
    }

    @Test
    void refusesToStartAMissingCommand() {
        assertRefused(LaunchSpecs.of("wbe", "-p"), "there is no command 'wbe' in " + System.getenv("PATH"));
        assertRefused(LaunchSpecs.in(Map.of("PATH", "/nowhere"), "sh"), "there is no command 'sh' in /nowhere");
        assertRefused(LaunchSpecs.of("/nowhere/wbe"), "there is no command '/nowhere/wbe'");
        assertRefused(LaunchSpecs.of("/etc"), "'/etc' is a directory, not a command");
        assertRefused(LaunchSpecs.of("/etc/passwd"), "'/etc/passwd' is not executable");
        assertRefused(LaunchSpecs.of("a\0b"), "there is no command");
        assertRefused(
                LaunchSpecs.of("echo", "x".repeat(1 << 20)), "the system cannot start it: Argument list too long");
    }

    @Test
    void refusesToStartAChildInAMissingDirectory() {
        Path nowhere = directory.resolve("nowhere");
        List<String> command = List.of("sh");

        assertRefused(
                new LaunchSpec(command, Optional.of(nowhere), System.getenv(), Optional.empty(), Streams.PIPED),
                "there is no directory '" + nowhere + "'");
    }

    @Test
    void looksUpARelativeCommandInTheDirectoryOfTheChild() throws Exception {
        Path script = Files.writeString(directory.resolve("run"), "#!/bin/sh\necho here\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();

        LaunchSpec launchSpec = new LaunchSpec(
                List.of("./run"), Optional.of(directory), System.getenv(), Optional.empty(), Streams.PIPED);

        assertThat(output(launchSpec)).isEqualTo("here\n");
    }

    @Test
    void processGroupIsAliveAfterItsLeaderUntilItIsKilled() throws Exception {
        Child child = spawner.spawn(LaunchSpecs.of("sh", "-c", "sleep 600 & exit 3"));
        exit(child);

        assertThat(child.isGroupAlive()).isTrue();
        child.signalGroup("KILL");

        Await.until("the end of the group", () -> !child.isGroupAlive());
    }

    @Test
    void childrenLiveOnWhenTheThreadThatAskedForThemHasEndedAndDieWithTheSpawner() throws Exception {
        Child[] children = new Child[2];
        Thread asking = new Thread(() -> {
            try {
                children[0] = spawner.spawn(LaunchSpecs.of("sleep", "600"));
                children[1] = spawner.spawn(LaunchSpecs.of("sh", "-c", "sleep 600 & wait"));
            } catch (SpawnException e) {
                throw new AssertionError(e);
            }
        });
        asking.start();
        asking.join();
        awaitSleep(children[0].pid());
        Await.until("the child's own child", () -> has(children[1].pid(), 1));

        exit(spawner.spawn(LaunchSpecs.of("true")));
        assertThat(children).allMatch(Child::isGroupAlive);

        spawner.close();

        assertThat(exit(children[0]).signal()).hasValue(9);
        Await.until("the end of the group", () -> !groups.isAlive(children[1].pid()));
        assertRefused(LaunchSpecs.of("true"), "procmon is ending");
    }

    @Test
    void replacesAnEndedGuardThatThenKnowsAllGroups() throws Exception {
        Child child = spawner.spawn(LaunchSpecs.of("sh", "-c", "sleep 600 & exit 3"));
        exit(child);
        ProcessHandle guard = guards().get(0);

        guard.destroyForcibly();
        Await.until("another guard", () -> guards().stream().anyMatch(other -> !other.equals(guard)));
        spawner.close();

        Await.until("the end of the group", () -> !groups.isAlive(child.pid()));
        Await.until("the end of the guard", () -> guards().isEmpty());
    }

    @Test
    void ignoresASignalToAnExitedChild() throws Exception {
        Child child = spawner.spawn(LaunchSpecs.of("true"));
        exit(child);

        child.signal("KILL");
        child.signalGroup("KILL");

        assertThat(child.isGroupAlive()).isFalse();
    }

    /** Until then the process is one of the tools that stand in front of the command, and not all of them have done their part. */
    private static void awaitSleep(long pid) {
        Await.until(
                "the sleep",
                () -> ProcessHandle.of(pid)
                        .flatMap(process -> process.info().command())
                        .filter(command -> command.matches(".*/(sleep|coreutils|busybox)"))
                        .isPresent());
    }

    private static boolean has(long parent, int children) {
        return ProcessHandle.of(parent).stream()
                        .flatMap(ProcessHandle::children)
                        .count()
                == children;
    }

    private static List<ProcessHandle> guards() {
        return ProcessHandle.current()
                .children()
                .filter(process -> process.info().commandLine().orElse("").contains("procmon-guard"))
                .toList();
    }

    private String output(LaunchSpec launchSpec) throws Exception {
        return new String(spawner.spawn(launchSpec).stdout().readAllBytes(), UTF_8);
    }

    private static ProcessExit exit(Child child) throws Exception {
        return child.exit().toCompletableFuture().get(Await.LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    private void assertRefused(LaunchSpec launchSpec, String clause) {
        assertThatThrownBy(() -> spawner.spawn(launchSpec))
                .isInstanceOf(SpawnException.class)
                .hasMessageStartingWith(clause);
    }
}
