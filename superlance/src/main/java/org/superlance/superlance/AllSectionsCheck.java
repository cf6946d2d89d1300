package org.superlance.superlance;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.superlance.listener.cli.ExitStatus;
import org.superlance.listener.config.CommandLauncher;
import org.superlance.listener.config.ConfigException;
import org.superlance.listener.config.ListenerConfig;
import org.superlance.listener.config.SupervisordConfig;
import org.superlance.listener.runtime.CommandContext;
import org.superlance.listener.util.TextSanitizer;
import org.superlance.superlance.status.ConfiguredListener;

/** Checks every section of a {@code supervisord.conf} that runs one of the commands, or a file of listeners. */
final class AllSectionsCheck {

    private static final String WATCH = "procmon watch";

    private final SupervisordConfig config;
    private final Path file;
    private final SuperlanceSubcommands commands;
    private final SuperlanceCommand flags;
    private final CommandContext context;
    private boolean isFailed;

    AllSectionsCheck(Path file, SuperlanceSubcommands commands, SuperlanceCommand flags, CommandContext context)
            throws ConfigException {
        this.config = SupervisordConfig.read(file, context.environment(), Path.of(""), context.hostName());
        this.file = file;
        this.commands = commands;
        this.flags = flags;
        this.context = context;
    }

    /** Returns the exit status: 1 if there are problems. */
    int run() throws ConfigException {
        List<ListenerConfig> listeners = config.listeners();
        int checked = 0;
        for (ListenerConfig section : listeners) {
            checked += check(section) ? 1 : 0;
        }
        String all = checked + " of " + listeners.size() + " listeners of " + file + " are ours";
        context.printer().println("superlance: " + (isFailed ? "something is wrong" : "nothing is wrong") + "; " + all);
        return isFailed ? ExitStatus.FAILED : ExitStatus.OK;
    }

    /** Returns whether it is one of ours. */
    private boolean check(ListenerConfig section) {
        Optional<String> command;
        Optional<Path> listenerFile;
        try {
            CommandLauncher launcher = section.launcher();
            command = command(launcher);
            listenerFile = listenerFile(launcher);
        } catch (ConfigException e) {
            say(section, String.valueOf(e.getMessage()));
            isFailed = true;
            return false;
        }
        if (command.isPresent()) {
            checkSection(section, command.get());
        } else if (listenerFile.isPresent()) {
            checkFile(section, listenerFile.get());
        } else {
            say(section, "note: runs none of our commands, and is not checked");
            return false;
        }
        return true;
    }

    private Optional<String> command(CommandLauncher launcher) {
        return commands.names().stream()
                .map(name -> name.equals("procmon") ? WATCH : name)
                .filter(name -> launcher.arguments(name).isPresent())
                .findFirst();
    }

    /** The file in {@code superlance FILE}. */
    private Optional<Path> listenerFile(CommandLauncher launcher) {
        return ConfiguredListener.listenerFile(launcher)
                .filter(word -> commands.find(word).isEmpty())
                .flatMap(AllSectionsCheck::path);
    }

    private static Optional<Path> path(String word) {
        try {
            return Optional.of(Path.of(word));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private void checkSection(ListenerConfig section, String command) {
        String name = command.split(" ", 2)[0];
        List<String> options = new ArrayList<>();
        if (command.equals(WATCH)) {
            options.add("watch");
        }
        options.addAll(List.of("--check", "--section", section.pool(), "-C", file.toString()));
        flags.serverUrl.optional().ifPresent(url -> options.addAll(List.of("--server-url", url)));
        int status = commands.find(name).orElseThrow().run(context, options.toArray(String[]::new));
        isFailed |= status != ExitStatus.OK;
    }

    private void checkFile(ListenerConfig section, Path listeners) {
        try {
            ListenerFile read = ListenerFile.read(
                    SupervisordConfig.read(listeners, context.environment(), Path.of(""), context.hostName()),
                    commands,
                    section.user().orElse(System.getProperty("user.name", "")));
            isFailed |= new ConfigCheck(listeners, read, flags, context).run() != ExitStatus.OK;
        } catch (ConfigException | IllegalArgumentException e) {
            say(section, String.valueOf(e.getMessage()));
            isFailed = true;
        }
    }

    private void say(ListenerConfig section, String sentence) {
        context.printer().println(TextSanitizer.singleLine(section + " " + sentence, 2_000));
    }
}
