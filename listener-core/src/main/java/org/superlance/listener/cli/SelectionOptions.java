package org.superlance.listener.cli;

import java.util.List;
import java.util.stream.Stream;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessFilter;
import org.superlance.listener.supervisor.ProcessPattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Of which processes to tell, by options that are long only; without any of them, of all. */
public final class SelectionOptions implements OptionGroup.Holder {

    private final OptionGroup options = new OptionGroup();

    final Option<List<ProcessPattern>> programs = options.list(ProcessPattern.class, "--program")
            .paramLabel("NAME")
            .description("Tell of this: name, group:name or group:*, with * and ?; may be repeated.");

    final Option<List<ProcessPattern>> groups = options.list(ProcessPattern.class, "--group")
            .paramLabel("GROUP")
            .converter(new OfGroup())
            .description("Tell of the processes of this group; may be repeated.");

    final Option<Boolean> any =
            options.flag("--any").description("Tell of every process (the default without --program and --group).");

    public final Option<List<ProcessPattern>> excluded = options.list(ProcessPattern.class, "--exclude")
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

    @Override
    public OptionGroup options() {
        return options;
    }
}
