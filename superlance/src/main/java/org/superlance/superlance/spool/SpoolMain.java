package org.superlance.superlance.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.superlance.listener.cli.ArgumentParser;
import org.superlance.listener.cli.ExitStatus;
import org.superlance.listener.runtime.CommandContext;
import org.superlance.listener.runtime.ListenerStateStore;
import org.superlance.listener.runtime.logging.LogConfigurator;
import org.superlance.listener.state.AtomicFile;
import org.superlance.listener.state.ListenerDirectories;
import org.superlance.listener.state.ListenerDirectories.ListenerDirectory;

/** Runs {@code superlance spool}. */
public final class SpoolMain {

    private final SpoolCommand command;
    private final CommandContext context;
    private final Path base;
    private final List<String> unreadable = new ArrayList<>();

    private SpoolMain(SpoolCommand command, CommandContext context) {
        this.command = command;
        this.context = context;
        this.base = ListenerStateStore.baseOfOthers(command.operator.stateDir(), context);
    }

    /** Runs the command and returns its exit status. */
    public static int run(CommandContext context, String... arguments) {
        SpoolCommand command = new SpoolCommand();
        ArgumentParser commandLine = new ArgumentParser(command, List.of(), context.out(), context.err());
        OptionalInt ended = commandLine.parse(arguments);
        if (ended.isPresent()) {
            return ended.getAsInt();
        }
        try {
            validate(command.words.value());
        } catch (IllegalArgumentException e) {
            return commandLine.usageError(String.valueOf(e.getMessage()));
        }
        LogConfigurator.quiet();
        try {
            return new SpoolMain(command, context).run();
        } catch (IllegalArgumentException e) {
            context.err().println(commandLine.name() + ": " + e.getMessage());
        } catch (IOException e) {
            context.err().println(commandLine.name() + ": " + AtomicFile.reason(e));
        } finally {
            LogConfigurator.endQuiet();
        }
        return ExitStatus.FAILED;
    }

    /** @throws IllegalArgumentException with a sentence if it is not one of the actions with what that needs */
    private static void validate(List<String> words) {
        String action = words.isEmpty() ? "" : words.get(0);
        List<String> ids = words.isEmpty() ? words : words.subList(1, words.size());
        int needed = switch (action) {
            case "list", "flush" -> 0;
            case "show", "adopt" -> 1;
            case "resend", "drop" -> Math.max(1, ids.size());
            default ->
                throw new IllegalArgumentException(
                        (action.isEmpty() ? "missing subcommand" : "there is no 'superlance spool " + action + "'")
                                + ": write list, show, flush, resend, drop or adopt");
        };
        if (ids.size() != needed) {
            throw new IllegalArgumentException("'superlance spool " + action + "' needs "
                    + (needed == 0
                            ? "no further word"
                            : action.equals("adopt")
                                    ? "the directory of a listener"
                                    : "an ID of 'superlance spool list'"));
        }
    }

    private int run() throws IOException {
        String action = command.words.value().get(0);
        List<String> ids =
                command.words.value().subList(1, command.words.value().size());
        List<ListenerDirectory> directories = directories();
        List<SpoolEntry> entries = entries(directories);
        SpoolActions actions = new SpoolActions(directories, entries, context);
        int status = switch (action) {
            case "list" -> list(entries);
            case "show" -> actions.show(ids.get(0));
            case "flush" -> actions.flush();
            case "resend" -> actions.resend(ids);
            case "drop" -> actions.drop(ids);
            default -> new SpoolAdoption(directories, context).adopt(ids.get(0), command.to.optional());
        };
        unreadable.forEach(context.err()::println);
        return unreadable.isEmpty() ? status : Math.max(status, ExitStatus.FAILED);
    }

    private int list(List<SpoolEntry> entries) {
        SpoolListing listing = new SpoolListing(entries, context.clock().instant());
        if (command.json.value()) {
            context.printer().println(listing.json(base, unreadable));
        } else {
            context.printer().print(listing.table());
        }
        return ExitStatus.OK;
    }

    private List<ListenerDirectory> directories() throws IOException {
        if (!Files.isDirectory(base, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(base)) {
            throw new IllegalArgumentException("there is no state directory " + base
                    + "; name that of the listeners with --state-dir DIR or SUPERLANCE_STATE_DIR");
        }
        return ListenerDirectories.in(base, context.locks());
    }

    private List<SpoolEntry> entries(List<ListenerDirectory> directories) {
        Map<String, List<SpoolEntry>> byFile = new TreeMap<>();
        for (ListenerDirectory directory : directories) {
            try {
                if (directory.problem().isPresent()) {
                    throw new IOException(directory.problem().get());
                }
                for (SpoolEntry entry : SpoolInventory.of(directory)) {
                    byFile.computeIfAbsent(entry.file().toString(), name -> new ArrayList<>())
                            .add(entry);
                }
            } catch (IOException e) {
                unreadable.add("state directory " + directory.path() + " cannot be read: " + AtomicFile.reason(e)
                        + "; run this as root");
            }
        }
        return byFile.values().stream().flatMap(List::stream).toList();
    }
}
