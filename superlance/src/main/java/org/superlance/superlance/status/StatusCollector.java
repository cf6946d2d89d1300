package org.superlance.superlance.status;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.superlance.listener.cli.ArgumentParser;
import org.superlance.listener.pause.Pause;
import org.superlance.listener.pause.PauseFiles;
import org.superlance.listener.state.AtomicFile;
import org.superlance.listener.state.FileLocks;
import org.superlance.listener.state.ListenerDirectories;
import org.superlance.listener.state.ListenerDirectories.ListenerDirectory;
import org.superlance.listener.state.ListenerDirectories.Use;
import org.superlance.listener.state.ListenerId;
import org.superlance.listener.status.ListenerStatus;
import org.superlance.listener.status.StatusFile;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.RpcResult;
import org.superlance.listener.supervisor.SupervisorClient;
import org.superlance.superlance.spool.SpoolEntry;
import org.superlance.superlance.spool.SpoolInventory;
import org.superlance.superlance.status.HostStatus.Facts;
import org.superlance.superlance.status.HostStatus.ListenerReport;

/** Puts together what supervisord, its configuration and the state directories tell of the listeners. */
final class StatusCollector {

    /** The name of what a command that is used by hand leaves. */
    private static final String BY_HAND = "by-hand";

    private final List<Path> bases;
    private final List<ConfiguredListener> configured;
    private final Optional<SupervisorClient> supervisor;
    private final Optional<String> server;
    private final List<String> unknown;
    private final FileLocks locks;
    private final String host;

    /**
     * @param bases the state directories of the listeners
     * @param configured the sections of supervisord.conf
     * @param supervisor the supervisord to ask; empty if none is known
     * @param server its URL
     * @param unknown what could not be found out before
     */
    StatusCollector(
            List<Path> bases,
            List<ConfiguredListener> configured,
            Optional<SupervisorClient> supervisor,
            Optional<String> server,
            List<String> unknown,
            FileLocks locks,
            String host) {
        this.bases = List.copyOf(bases);
        this.configured = List.copyOf(configured);
        this.supervisor = supervisor;
        this.server = server;
        this.unknown = List.copyOf(unknown);
        this.locks = locks;
        this.host = host;
    }

    /** A state directory with what is in it. */
    private record Found(
            ListenerDirectory directory,
            Optional<ListenerStatus> status,
            Optional<String> unreadable,
            List<SpoolEntry> entries) {

        Optional<ListenerId> owner() {
            return directory.owner();
        }

        boolean isInUse() {
            return directory.use() == Use.IN_USE;
        }

        long pid() {
            return status.map(known -> known.identity().pid()).orElse(0L);
        }
    }

    /**
     * What was seen.
     *
     * @param processes those of supervisord
     * @param isAnswered false if supervisord was asked for them, and did not tell
     * @param refused the sections of which a running superlance tells that it does not run them
     */
    private record Seen(Map<Namespec, ProcessInfo> processes, boolean isAnswered, Set<String> refused) {}

    /** What is so now. */
    HostStatus collect(Instant now) {
        List<String> unanswered = new ArrayList<>(unknown);
        List<Found> directories = directories(unanswered);
        Optional<Map<Namespec, ProcessInfo>> processes = processes(unanswered);
        Seen seen = new Seen(processes.orElse(Map.of()), processes.isPresent(), refused(directories));
        List<Facts> all = new ArrayList<>();
        for (ConfiguredListener listener : configured) {
            for (Namespec name : names(listener, seen.processes().keySet())) {
                all.add(configured(listener, name, seen, directories));
            }
        }
        directories.stream()
                .filter(found -> found.isInUse() || !found.entries().isEmpty())
                .filter(found -> found.owner()
                                .map(owner -> !owner.group().equals(BY_HAND))
                                .orElse(true)
                        || !found.entries().isEmpty())
                .map(found -> other(found, seen))
                .forEach(all::add);
        List<ListenerReport> reports = all.stream()
                .map(facts -> ListenerJudge.judge(facts, now, ArgumentParser.version()))
                .toList();
        if (reports.isEmpty() && unanswered.isEmpty()) {
            unanswered.add("there is no listener of superlance, neither in supervisord.conf nor in "
                    + String.join(", ", bases.stream().map(Path::toString).toList()));
        }
        return new HostStatus(now, host, bases, server, pauses(now, unanswered), unanswered, reports);
    }

    private static Set<String> refused(List<Found> directories) {
        return directories.stream()
                .filter(Found::isInUse)
                .flatMap(found -> found.status().stream())
                .flatMap(status -> status.standing().stream())
                .filter(state -> state.event().equals(ConfiguredListener.NOT_RUN))
                .map(state -> Namespec.parse(state.program()).group())
                .collect(Collectors.toSet());
    }

    private List<Pause> pauses(Instant now, List<String> unanswered) {
        List<Pause> open = new ArrayList<>();
        for (Path base : bases) {
            PauseFiles.Found found = new PauseFiles(base).read();
            open.addAll(found.open(now));
            unanswered.addAll(found.objections());
        }
        return open;
    }

    private List<Found> directories(List<String> unanswered) {
        List<Found> found = new ArrayList<>();
        for (Path base : bases) {
            if (!Files.exists(base, LinkOption.NOFOLLOW_LINKS)) {
                continue;
            }
            try {
                for (ListenerDirectory directory : ListenerDirectories.in(base, locks)) {
                    if (directory.problem().isPresent()) {
                        unanswered.add("state directory " + directory.path() + " cannot be read: "
                                + directory.problem().get() + "; run this as root");
                    } else {
                        found.add(read(directory));
                    }
                }
            } catch (IOException e) {
                unanswered.add(
                        "state directory " + base + " cannot be read: " + AtomicFile.reason(e) + "; run this as root");
            }
        }
        return found;
    }

    private static Found read(ListenerDirectory directory) {
        Optional<ListenerStatus> status = Optional.empty();
        List<SpoolEntry> entries = List.of();
        Optional<String> unreadable = Optional.empty();
        try {
            entries = SpoolInventory.of(directory);
            status = StatusFile.read(directory.path());
        } catch (IOException e) {
            unreadable = Optional.of(AtomicFile.reason(e));
        }
        return new Found(directory, status, unreadable, entries);
    }

    /** Empty if supervisord does not tell; there are none where no supervisord is known. */
    private Optional<Map<Namespec, ProcessInfo>> processes(List<String> unanswered) {
        Map<Namespec, ProcessInfo> byName = new LinkedHashMap<>();
        if (supervisor.isEmpty()) {
            return Optional.of(byName);
        }
        RpcResult<List<ProcessInfo>> result = supervisor.get().processes();
        if (result.value().isEmpty()) {
            unanswered.add(result.sentence());
            return Optional.empty();
        }
        result.value().get().forEach(process -> byName.put(process.name(), process));
        return Optional.of(byName);
    }

    /** As supervisord calls its processes, of which there may be several. */
    private static Set<Namespec> names(ConfiguredListener listener, Collection<Namespec> processes) {
        Set<Namespec> names = new LinkedHashSet<>();
        if (listener.hostedBy().isEmpty()) {
            processes.stream()
                    .filter(name -> name.group().equals(listener.pool()))
                    .forEach(names::add);
        }
        return names.isEmpty() ? Set.of(listener.name()) : names;
    }

    private Facts configured(ConfiguredListener listener, Namespec name, Seen seen, List<Found> directories) {
        Optional<Namespec> host = listener.hostedBy()
                .flatMap(pool -> seen.processes().keySet().stream()
                        .filter(process -> process.group().equals(pool))
                        .findFirst());
        Optional<ProcessInfo> process = Optional.ofNullable(seen.processes().get(host.orElse(name)));
        Optional<Found> found = directories.stream()
                .filter(directory -> isOf(directory, listener, name, process, seen.isAnswered()))
                .findFirst();
        found.ifPresent(directories::remove);
        return facts(name, listener.command(), Optional.empty(), process, host, Optional.of(listener), found, seen);
    }

    /** Its server may be called by another URL than the one that is asked. */
    private boolean isOf(
            Found directory,
            ConfiguredListener listener,
            Namespec name,
            Optional<ProcessInfo> process,
            boolean isAnswered) {
        return directory
                .owner()
                .filter(owner -> owner.command().startsWith(listener.command())
                        && owner.group().equals(name.group())
                        && owner.name().equals(name.name()))
                .filter(owner -> !isAnswered
                        || server.filter(owner.server()::equals).isPresent()
                        || (directory.isInUse()
                                && process.filter(running -> running.pid() == directory.pid())
                                        .isPresent()))
                .isPresent();
    }

    /** One that no section of the file names. */
    private Facts other(Found found, Seen seen) {
        Namespec name = found.owner()
                .map(owner -> new Namespec(owner.group(), owner.name()))
                .orElseGet(() ->
                        Namespec.parse(String.valueOf(found.directory().path().getFileName())));
        Optional<String> otherServer = found.owner()
                .map(ListenerId::server)
                .filter(url -> server.filter(url::equals).isEmpty());
        Optional<Namespec> host = found.status()
                .map(status -> Namespec.parse(status.identity().process()))
                .filter(process -> !process.equals(name) && found.isInUse());
        Optional<ProcessInfo> process = otherServer.isPresent()
                ? Optional.empty()
                : Optional.ofNullable(seen.processes().get(host.orElse(name)));
        return facts(
                name,
                found.owner().map(ListenerId::command).orElse("?"),
                otherServer,
                process,
                host,
                Optional.empty(),
                Optional.of(found),
                seen);
    }

    private static Facts facts(
            Namespec name,
            String command,
            Optional<String> otherServer,
            Optional<ProcessInfo> process,
            Optional<Namespec> host,
            Optional<ConfiguredListener> section,
            Optional<Found> found,
            Seen seen) {
        Optional<Duration> tick = section.flatMap(ConfiguredListener::tick);
        return new Facts(
                name,
                command,
                otherServer,
                process,
                host,
                section.isPresent(),
                section.filter(ConfiguredListener::isDryRun).isPresent(),
                tick,
                found.map(directory -> directory.directory().path()),
                found.map(directory -> directory.directory().use()).orElse(Use.FREE),
                found.flatMap(Found::unreadable),
                found.flatMap(Found::status),
                found.map(Found::entries).orElse(List.of()),
                section.filter(listener -> listener.hostedBy().isPresent()
                                && seen.refused().contains(listener.pool()))
                        .isPresent(),
                seen.isAnswered());
    }
}
