package org.superlance.listener.cli;

import java.util.List;
import java.util.stream.Stream;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessFilter;
import org.superlance.listener.supervisor.ProcessPattern;

/** Of which processes to tell, by options that are long only; without any of them, of all. */
public final class SelectionOptions extends OptionGroup {

    final Option<List<ProcessPattern>> programs = list(ProcessPattern.class, "--program")
            .paramLabel("NAME")
            .description("Tell of this: name, group:name or group:*, with * and ?; may be repeated.");

    final Option<List<ProcessPattern>> groups = list(ProcessPattern.class, "--group")
            .paramLabel("GROUP")
            .converter(SelectionOptions::group)
            .description("Tell of the processes of this group; may be repeated.");

    final Option<Boolean> any =
            flag("--any").description("Tell of every process (the default without --program and --group).");

    public final Option<List<ProcessPattern>> excluded = list(ProcessPattern.class, "--exclude")
            .paramLabel("NAME")
            .description("Never tell of this: name, group:name or group:*; may be repeated.");

    public boolean includes(Namespec process) {
        List<ProcessPattern> included = any.value()
                ? List.of()
                : Stream.concat(programs.value().stream(), groups.value().stream())
                        .toList();
        return new ProcessFilter(included, excluded.value()).matches(process);
    }

    public List<ProcessPattern> named() {
        return Stream.of(programs.value(), groups.value(), excluded.value())
                .flatMap(List::stream)
                .toList();
    }

    private static ProcessPattern group(String name) {
        if (name.isBlank() || name.indexOf(':') >= 0) {
            throw new IllegalArgumentException("'" + name + "' names no group");
        }
        return ProcessPattern.ofGroup(name.strip());
    }
}
