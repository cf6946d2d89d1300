package org.superlance.superlance.status;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.config.CommandLauncher;
import org.superlance.listener.config.CommandMatcher;
import org.superlance.listener.config.ConfigException;
import org.superlance.listener.config.IniSection;
import org.superlance.listener.config.ListenerConfig;
import org.superlance.listener.config.SupervisordConfig;
import org.superlance.listener.configcheck.SectionCheck;
import org.superlance.listener.supervisor.Namespec;

/**
 * A section that runs a listener of this project.
 *
 * @param pool its name
 * @param command that it runs
 * @param hostedBy the pool of the process that runs it together with others; empty if it has one of its own
 * @param tick the time between two ticks, if it gets any
 * @param stateDir what it names as the state directory, if anything
 */
public record ConfiguredListener(
        String pool,
        String command,
        Optional<String> hostedBy,
        boolean isDryRun,
        Optional<Duration> tick,
        Optional<Path> stateDir) {

    private static final Logger LOG = LoggerFactory.getLogger(ConfiguredListener.class);
    private static final Pattern HOST = Pattern.compile("(?:.*/)?superlance(?:-[^/]*)?(?:\\.jar)?");
    private static final String STATE_DIR = "--state-dir";

    /** The event of the state of a section that superlance does not run. */
    public static final String NOT_RUN = "section_not_run";

    /** Of superlance itself. */
    private static final Set<String> OPTIONS_WITH_VALUE =
            Set.of("--log-format", "--server-url", "-C", "--configuration");

    /**
     * The section whose process runs the listener together with others.
     *
     * @param stateDir what the listeners of its file share as {@code state-dir=}
     */
    private record Host(String pool, Optional<String> stateDir, Map<String, String> environment) {}

    /** Reads files of listeners that share a process. */
    @FunctionalInterface
    interface FileReader {
        SupervisordConfig read(Path file) throws ConfigException;
    }

    /**
     * Those of a file, and of the files that its sections run. A section that cannot be read is passed over:
     * {@code --check} says why.
     *
     * @param commands the names of the listeners
     */
    static List<ConfiguredListener> in(SupervisordConfig config, Collection<String> commands, FileReader files)
            throws ConfigException {
        List<ConfiguredListener> found = new ArrayList<>();
        for (ListenerConfig section : config.listeners()) {
            try {
                add(section, Optional.empty(), commands, files, found);
            } catch (ConfigException e) {
                LOG.debug("{} cannot be read", section, e);
            }
        }
        return found;
    }

    private static void add(
            ListenerConfig section,
            Optional<Host> host,
            Collection<String> commands,
            FileReader files,
            List<ConfiguredListener> found)
            throws ConfigException {
        CommandLauncher launcher = section.launcher();
        Optional<CommandMatcher> command = launcher.commands().stream()
                .map(CommandMatcher::of)
                .filter(words -> commands.contains(words.name()))
                .findFirst();
        Optional<String> file = host.isEmpty() ? listenerFile(launcher) : Optional.empty();
        if (command.isPresent()) {
            found.add(of(section, command.get(), host));
        } else if (file.isPresent()) {
            SupervisordConfig hosted = files.read(Path.of(file.get()));
            Host process = new Host(section.pool(), sharedStateDir(hosted), section.environment());
            for (ListenerConfig listener : hosted.listeners()) {
                add(listener, Optional.of(process), commands, files, found);
            }
        }
    }

    /** As superlance reads it: hyphens and underscores in the name do not count. */
    private static Optional<String> sharedStateDir(SupervisordConfig file) throws ConfigException {
        Optional<IniSection> section = file.ini().section("superlance");
        for (String key : section.map(IniSection::keys).orElse(Set.of())) {
            if (key.toLowerCase(Locale.ROOT).replaceAll("[-_]", "").equals("statedir")) {
                return section.get().get(key).map(String::strip).filter(value -> !value.isEmpty());
            }
        }
        return Optional.empty();
    }

    /** What stands for the file in {@code superlance FILE}, if a section runs that. */
    public static Optional<String> listenerFile(CommandLauncher launcher) {
        return launcher.commands().stream()
                .map(words -> words.stream()
                        .dropWhile(word -> !HOST.matcher(word).matches())
                        .skip(1)
                        .toList())
                .flatMap(words -> CommandMatcher.firstArgument(words, OPTIONS_WITH_VALUE).stream())
                .findFirst();
    }

    private static ConfiguredListener of(ListenerConfig section, CommandMatcher command, Optional<Host> host)
            throws ConfigException {
        List<String> words = command.arguments();
        Map<String, String> environment =
                new HashMap<>(host.map(Host::environment).orElse(Map.of()));
        environment.putAll(section.environment());
        return new ConfiguredListener(
                section.pool(),
                command.name(),
                host.map(Host::pool),
                words.contains("--dry-run"),
                new SectionCheck(section, List.of()).tick(),
                option(words)
                        .or(() -> host.flatMap(Host::stateDir))
                        .or(() -> Optional.ofNullable(environment.get("SUPERLANCE_STATE_DIR"))
                                .filter(value -> !value.isEmpty()))
                        .map(Path::of));
    }

    private static Optional<String> option(List<String> words) {
        int separate = words.indexOf(STATE_DIR);
        return separate >= 0 && separate + 1 < words.size()
                ? Optional.of(words.get(separate + 1))
                : words.stream()
                        .filter(word -> word.startsWith(STATE_DIR + "="))
                        .map(word -> word.substring(STATE_DIR.length() + 1))
                        .findFirst();
    }

    /** What the process of its own, or the only one of its pool, is called if nothing else is known. */
    Namespec name() {
        return new Namespec(pool, pool);
    }
}
