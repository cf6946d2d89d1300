package org.superlance.superlance;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.config.CommandMatcher;
import org.superlance.listener.config.ConfigException;
import org.superlance.listener.config.GroupConfig;
import org.superlance.listener.config.GroupReader;
import org.superlance.listener.config.IniSection;
import org.superlance.listener.config.ProgramConfig;
import org.superlance.listener.config.SupervisordConfig;
import org.superlance.listener.event.EventSubscription;
import org.superlance.listener.process.UserAccounts;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.superlance.SuperlanceSubcommands.SuperlanceSubcommand;

/**
 * The sections {@code [eventlistener:x]} of a file, read as supervisord reads them, and which of their settings have no
 * effect for listeners that share a process.
 */
final class ListenerFile {

    /** The keys that have an effect or change nothing. */
    private static final Set<String> SUPPORTED_KEYS =
            Set.of("command", "events", "environment", "serverurl", "process_name", "autostart", "user", "buffer_size");

    /** The name of the command that runs all of them. */
    static final String SELF = "superlance";

    /** Enough for the events of a hundred programs that die at the same moment. */
    private static final int BUFFER_SIZE = 100;

    /**
     * A listener that is to run in this process.
     *
     * @param name its section and process; its state is stored under this name
     * @param arguments with the options that all listeners of the file share
     * @param commonOptions these alone
     * @param events the events it has subscribed to
     * @param environment added to the environment of the process
     * @param zone its time zone; empty for that of the process
     */
    record Entry(
            Namespec name,
            SuperlanceSubcommand command,
            List<String> arguments,
            List<String> commonOptions,
            EventSubscription events,
            Map<String, String> environment,
            Optional<ZoneId> zone) {

        Entry {
            arguments = List.copyOf(arguments);
            commonOptions = List.copyOf(commonOptions);
            environment = Map.copyOf(environment);
        }

        /** Whether it stands for no section of the file. */
        boolean isReporter() {
            return events.types().isEmpty();
        }
    }

    private final SuperlanceSubcommands commands;
    private final CommonOptions commonOptions;
    private final String user;
    private final List<Entry> entries = new ArrayList<>();
    private final Map<String, String> errors = new LinkedHashMap<>();
    private final List<String> warnings = new ArrayList<>();

    private ListenerFile(SuperlanceSubcommands commands, CommonOptions commonOptions, String user) {
        this.commands = commands;
        this.commonOptions = commonOptions;
        this.user = user;
    }

    /**
     * Reads the sections.
     *
     * @param user the user all listeners run as
     * @throws ConfigException if there are none, or the options that they share are wrong
     */
    static ListenerFile read(SupervisordConfig config, SuperlanceSubcommands commands, String user)
            throws ConfigException {
        ListenerFile file = new ListenerFile(commands, CommonOptions.read(config), user);
        List<IniSection> sections = config.ini().sectionsOf("eventlistener");
        sections.forEach(section -> file.add(config, section));
        if (sections.isEmpty()) {
            throw new ConfigException(
                    config + " has no [eventlistener:x] section; move the sections that are to share a process there"
                            + " from supervisord.conf");
        }
        return file;
    }

    List<Entry> entries() {
        return List.copyOf(entries);
    }

    /** A sentence for each section that cannot be run. */
    List<String> errors() {
        return List.copyOf(errors.values());
    }

    /** The same by the name of the section. */
    Map<String, String> refused() {
        return Map.copyOf(errors);
    }

    /**
     * The entries, and one for the process that runs them, which tells of sections that are not run.
     *
     * @param self its process
     */
    List<Entry> with(Namespec self, SuperlanceSubcommand reporter) {
        List<String> options = commonOptions.of(SELF);
        List<Entry> all = new ArrayList<>(entries);
        all.add(new Entry(
                self, reporter, options, options, EventSubscription.union(List.of()), Map.of(), Optional.empty()));
        return all;
    }

    /** A sentence for each setting without effect. */
    List<String> warnings() {
        return List.copyOf(warnings);
    }

    /** The union of all subscriptions. */
    EventSubscription events() {
        return EventSubscription.union(entries.stream().map(Entry::events).toList());
    }

    /** The section for supervisord.conf that runs all listeners of this file, ready to be pasted. */
    String section(Path file) {
        return """
                [eventlistener:superlance]
                command=superlance %s
                events=%s
                buffer_size=%d
                stderr_logfile=/var/log/supervisor/superlance.log
                ; where supervisord asks for a login, with its own user and password:
                ;environment=SUPERVISOR_USERNAME="user",SUPERVISOR_PASSWORD="password"
                """.formatted(quoted(file.toAbsolutePath().normalize().toString()), events(), BUFFER_SIZE);
    }

    /** One word of a command in supervisord.conf. */
    private static String quoted(String path) {
        String escaped = path.replace("%", "%%");
        return escaped.matches("[\\w/.,:@%+-]*")
                ? escaped
                : '"' + escaped.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private void add(SupervisordConfig config, IniSection section) {
        try {
            GroupConfig pool = new GroupReader(config, warning -> {}).pool(section);
            List<ProgramConfig> programs = pool.programs();
            if (programs.isEmpty() || !programs.get(0).starting().automatic()) {
                warnings.add("[" + section.name() + "] is not run: autostart=false or numprocs=0");
                return;
            }
            ProgramConfig program = programs.get(0);
            rejectOtherUser(program);
            CommandMatcher command = CommandMatcher.of(program.execution().words());
            Entry entry = entry(pool, program, command);
            warnOfIgnored(section, command);
            entries.add(entry);
        } catch (ConfigException | IllegalArgumentException e) {
            errors.put(
                    section.name().replaceFirst("^eventlistener:", ""),
                    "[" + section.name() + "] is not run: " + e.getMessage());
        }
    }

    private Entry entry(GroupConfig pool, ProgramConfig program, CommandMatcher command) {
        Map<String, String> environment = new HashMap<>(program.environment());
        program.serverUrl().ifPresent(url -> environment.put("SUPERVISOR_SERVER_URL", url));
        environment.putAll(command.environment());
        List<String> common = commonOptions.of(command.name());
        return new Entry(
                new Namespec(pool.name(), program.name()),
                commands.listener(command),
                withCommon(common, command.arguments()),
                common,
                pool.pool().orElseThrow().events(),
                environment,
                zone(pool.name(), environment.get("TZ")));
    }

    /** In front of the listener's own, so that these count; behind the word of a subcommand. */
    private static List<String> withCommon(List<String> common, List<String> own) {
        int words = !own.isEmpty() && own.get(0).equals("watch") ? 1 : 0;
        List<String> all = new ArrayList<>(own);
        all.addAll(words, common);
        return all;
    }

    /** Reads TZ as a process of its own would; POSIX allows a colon before the name. */
    private Optional<ZoneId> zone(String section, @Nullable String name) {
        if (name == null || name.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(ZoneId.of(name.startsWith(":") ? name.substring(1) : name));
        } catch (DateTimeException e) {
            warnings.add("[eventlistener:" + section + "]: no effect for a listener in this file: TZ=" + name
                    + "; use a name such as Europe/Berlin");
            return Optional.empty();
        }
    }

    private void rejectOtherUser(ProgramConfig program) {
        Optional<String> other =
                program.execution().user().map(UserAccounts.Account::name).filter(name -> !name.equals(user));
        if (other.isPresent()) {
            throw new IllegalArgumentException(
                    "user=" + other.get() + " is set, but all listeners of a file run as the same user, here " + user
                            + "; keep the section in supervisord.conf, or remove user=");
        }
    }

    private void warnOfIgnored(IniSection section, CommandMatcher command) {
        Set<String> ignored = new LinkedHashSet<>(section.keys());
        ignored.removeAll(SUPPORTED_KEYS);
        if (!ignored.isEmpty()) {
            warnings.add("[" + section.name() + "]: no effect for a listener in this file: "
                    + ignored.stream().map(key -> key + "=").collect(Collectors.joining(", "))
                    + "; set in the section of superlance itself, they apply to all listeners");
        }
        if (!command.javaOptions().isEmpty()) {
            warnings.add("[" + section.name() + "]: no effect for a listener in this file: "
                    + String.join(" ", command.javaOptions())
                    + "; set in SUPERLANCE_JAVA_OPTS of the section of superlance itself, they apply to all listeners");
        }
    }
}
