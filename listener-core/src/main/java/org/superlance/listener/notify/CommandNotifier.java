package org.superlance.listener.notify;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Runs a command for each alert, as {@link AlertCommand} does. The command line goes to {@code /bin/sh -c}. Exit status 0
 * means accepted; any other status is retried, and so, slowly, is a command that does not exit in time.
 */
public final class CommandNotifier implements Notifier {

    /** How long a command may take. */
    public static final Duration LIMIT = Duration.ofMinutes(10);

    private final AlertCommand command;

    /**
     * @param host the name of this machine
     * @param environment the listener's, for the command
     * @param limit how long the command may take before it is killed with all that it started
     * @throws IllegalArgumentException with a sentence if the command line is blank or cannot be passed to a shell
     */
    public CommandNotifier(String commandLine, String host, Map<String, String> environment, Duration limit) {
        this.command = new AlertCommand(
                new ShellCommandSender("alert command", "--alert-cmd", check(commandLine), limit), host, environment);
    }

    /** @throws IllegalArgumentException with a sentence if the command line is blank or cannot be passed to a shell */
    public static String check(String commandLine) {
        if (commandLine.isBlank() || commandLine.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("the alert command is empty or holds a NUL character");
        }
        return commandLine;
    }

    @Override
    public DeliveryResult deliver(Alert alert) throws InterruptedException {
        return command.run(alert);
    }

    @Override
    public List<String> probe() throws InterruptedException {
        return command.probe();
    }

    @Override
    public String toString() {
        return command.toString();
    }
}
