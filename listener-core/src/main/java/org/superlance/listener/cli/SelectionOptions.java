package org.superlance.listener.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessFilter;
import org.superlance.listener.supervisor.ProcessPattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Of which processes to tell, by options that are long only; without any of them, of all. */
public final class SelectionOptions {

    @Option(
            names = "--program",
            paramLabel = "NAME",
            description = "Tell of this: name, group:name or group:*, with * and ?; may be repeated.")
    List<ProcessPattern> programs = new ArrayList<>();

    @Option(
            names = "--group",
            paramLabel = "GROUP",
            converter = OfGroup.class,
            description = "Tell of the processes of this group; may be repeated.")
    List<ProcessPattern> groups = new ArrayList<>();

    @Option(names = "--any", description = "Tell of every process (the default without --program and --group).")
    boolean any;

    @Option(
            names = "--exclude",
            paramLabel = "NAME",
            description = "Never tell of this: name, group:name or group:*; may be repeated.")
    List<ProcessPattern> excluded = new ArrayList<>();

    boolean includes(Namespec process) {
        List<ProcessPattern> included = any
                ? List.of()
                : Stream.concat(programs.stream(), groups.stream()).toList();
        return new ProcessFilter(included, excluded).matches(process);
    }

    List<ProcessPattern> named() {
        return Stream.of(programs, groups, excluded).flatMap(List::stream).toList();
    }

    /** Reads the name of a group. */
    static final class OfGroup implements ITypeConverter<ProcessPattern> {
        @Override
        public ProcessPattern convert(String group) {
            if (group.isBlank() || group.indexOf(':') >= 0) {
                throw new TypeConversionException("'" + group + "' names no group");
            }
            return ProcessPattern.ofGroup(group.strip());
        }
    }
}
