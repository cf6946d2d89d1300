package org.superlance.procmon;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.superlance.listener.cli.LogFormat;
import org.superlance.listener.cli.Option;
import org.superlance.listener.cli.OptionGroup;
import org.superlance.listener.supervisor.ProcessPattern.ProcessFilter;
import org.superlance.procmon.server.EndConditions;
import org.superlance.procmon.spawn.LaunchSpec;
import org.superlance.procmon.spawn.LaunchSpec.Identity;

/** The options of {@code procmon run}. */
final class RunCommand extends OptionGroup {

    private final PolicyOptions policy = with(new PolicyOptions());

    final Option<Path> configuration = value(Path.class, "-C", "--configuration")
            .paramLabel("FILE")
            .description("Run the programs and event listeners of this supervisord.conf.");

    final Option<ProcessFilter> exitOnFatal = optionalValue(ProcessFilter.class, "--exit-on-fatal")
            .converter(ProcessFilter::parse)
            .paramLabel("NAME,...")
            .description("With -C: stop everything and exit with status 1 when one of these programs is FATAL, or with"
                    + " --max-failures is given up (name, group:name or group:*; default: any program).");

    final Option<ProcessFilter> onExit = optionalValue(ProcessFilter.class, "--on-exit")
            .converter(ProcessFilter::parse)
            .paramLabel("NAME,...")
            .description("With -C: stop everything when one of these programs ends, expected or not, and exit with its"
                    + " exit status (default: any program).");

    final Option<String> user = value(String.class, "--user")
            .paramLabel("USER")
            .description("Run the command as this user, a name or a number, with its groups.");

    final Option<String> group = value(String.class, "--group")
            .paramLabel("GROUP")
            .description("With --user: run it as this group, a name or a number, instead of the user's own.");

    final Option<Path> directory =
            value(Path.class, "--directory").paramLabel("DIR").description("Start the command in this directory.");

    final Option<LogFormat> logFormat = LogFormat.option(this);

    final Option<Boolean> retryMissing = flag("--retry-missing")
            .description("Retry a command, directory or user that is missing at the start, with the restart delays,"
                    + " instead of exiting with status 2.");

    final Option<List<String>> command = words().paramLabel("command args")
            .description("Command to run, without a shell; for a shell write -- sh -c '...'.");

    RunCommand() {
        super(
                "procmon run",
                "Keeps a command running, without supervisord: restarts it when it exits, at once after a"
                        + " successful run, otherwise after a delay that doubles with each rapid failure in a row. Or"
                        + " does so for all programs of a supervisord.conf.");
        synopsis("procmon run [options] -- command args...", "       procmon run [options] -C FILE");
        withHelp();
    }

    PolicyOptions policy() {
        return policy;
    }

    /** @throws IllegalArgumentException if the options contradict each other */
    void validate() {
        check(configuration.isSet() || !command.value().isEmpty(), "nothing to run: give a command or -C FILE");
        check(
                !configuration.isSet() || command.value().isEmpty(),
                "-C and a command exclude each other: give one of them");
        check(
                !configuration.isSet() || (!user.isSet() && !group.isSet() && !directory.isSet()),
                "--user, --group and --directory apply to a command: with -C set user= and directory= in the file");
        check(
                configuration.isSet() || (!exitOnFatal.isSet() && !onExit.isSet()),
                "--exit-on-fatal and --on-exit need -C FILE: a command alone ends procmon by --max-failures");
        check(
                !configuration.isSet() || !retryMissing.value(),
                "--retry-missing applies to a command: with -C a program whose command is missing is retried anyway");
        check(!group.isSet() || user.isSet(), "--group needs --user");
        check(
                !configuration.isSet() || logFormat.value() == LogFormat.TEXT,
                "--log-format json applies to a command: with -C the log is as supervisord's, which others read");
        policy.settings();
    }

    /** Which ends of programs of the file are the end of procmon. */
    EndConditions endConditions() {
        return new EndConditions(
                exitOnFatal.optional(),
                onExit.optional(),
                policy.settings().maxFailures().isPresent());
    }

    /** @param environment that of this process */
    LaunchSpec launchSpec(Map<String, String> environment) {
        return new LaunchSpec(
                command.value(),
                directory.optional(),
                LaunchSpec.childEnvironment(environment),
                user.optional().map(name -> new Identity(name, group.optional())),
                LaunchSpec.Streams.INHERITED);
    }

    private static void check(boolean right, String sentence) {
        if (!right) {
            throw new IllegalArgumentException(sentence);
        }
    }
}
