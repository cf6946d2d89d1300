package org.superlance.procmon;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.cli.HelpOptions;
import org.superlance.procmon.child.InheritedEnvironment;
import org.superlance.procmon.child.Launch;
import org.superlance.procmon.child.Launch.Identity;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The flags of {@code procmon run}. */
@Command(
        name = "procmon run",
        description = "Keeps a command running, without supervisord: starts it again when it ends, at once after a"
                + " successful run, with a delay that doubles with each instant death in a row otherwise. Or does so for"
                + " all programs of a supervisord.conf.",
        customSynopsis = {"procmon run [options] -- command args...", "       procmon run [options] -C FILE"},
        sortOptions = false)
final class RunCommand {

    @Mixin
    private PolicyOptions policy;

    @Option(
            names = {"-C", "--configuration"},
            paramLabel = "FILE",
            description = "Run the programs and event listeners of this supervisord.conf.")
    @Nullable
    Path configuration;

    @Option(
            names = "--user",
            paramLabel = "USER",
            description = "Run the command as this user, a name or a number, and with its groups.")
    @Nullable
    String user;

    @Option(
            names = "--group",
            paramLabel = "GROUP",
            description = "With --user: as this group, a name or a number, instead of the user's own.")
    @Nullable
    String group;

    @Option(names = "--directory", paramLabel = "DIR", description = "Start the command in this directory.")
    @Nullable
    Path directory;

    @Parameters(
            paramLabel = "command args",
            arity = "0..*",
            description = "What to run. No shell sees it: write -- sh -c '...' for one.")
    List<String> command = new ArrayList<>();

    @Mixin
    HelpOptions help;

    PolicyOptions policy() {
        return policy;
    }

    /** @throws IllegalArgumentException with a sentence for people if the options contradict each other */
    void validate() {
        check(configuration != null || !command.isEmpty(), "say what to run: a command, or -C FILE");
        check(configuration == null || command.isEmpty(), "-C and a command exclude each other: give one of them");
        check(
                configuration == null || (user == null && group == null && directory == null),
                "--user, --group and --directory are for a command: with -C write user= and directory= into the file");
        check(group == null || user != null, "--group needs --user");
        policy.settings();
    }

    /** @param environment ours */
    Launch launch(Map<String, String> environment) {
        return new Launch(
                command,
                Optional.ofNullable(directory),
                InheritedEnvironment.of(environment),
                Optional.ofNullable(user).map(name -> new Identity(name, Optional.ofNullable(group))),
                Launch.Streams.INHERITED);
    }

    private static void check(boolean right, String sentence) {
        if (!right) {
            throw new IllegalArgumentException(sentence);
        }
    }
}
