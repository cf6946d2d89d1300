package org.superlance.packaging;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.Text;
import picocli.CommandLine.Help.ColorScheme;
import picocli.CommandLine.Help.IParamLabelRenderer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** What {@code --help} says, piece by piece: rendered by picocli as for the help itself, so that it cannot differ. */
final class HelpText {

    private static final int DESCRIPTION_COLUMN = 4;

    private final Help help;
    private final ColorScheme plain = Help.defaultColorScheme(Ansi.OFF);
    private final IParamLabelRenderer labels;

    HelpText(CommandSpec command) {
        help = new Help(command, plain);
        labels = help.createDefaultParamLabelRenderer();
    }

    /** One line for each way to write the command. */
    List<String> synopsis() {
        String[] written = help.commandSpec().usageMessage().customSynopsis();
        Stream<String> lines = written.length == 0 ? Stream.of(help.synopsis(0)) : Stream.of(written);
        return lines.map(HelpText::oneLine).toList();
    }

    /** What stands below the options, line by line. */
    List<String> footer() {
        return Stream.of(help.commandSpec().usageMessage().footer()).toList();
    }

    String description() {
        return oneLine(help.description());
    }

    /** The options that are shown, in the order of the help. */
    List<OptionSpec> options() {
        return help.commandSpec().options().stream()
                .filter(option -> !option.hidden())
                .toList();
    }

    /** As in the help: {@code -p, --program=NAME}. */
    String term(OptionSpec option) {
        return String.join(", ", option.names())
                + labels.renderParameterLabel(option, Ansi.OFF, List.of()).plainString();
    }

    String description(OptionSpec option) {
        return joined(help.createDefaultOptionRenderer().render(option, labels, plain));
    }

    List<PositionalParamSpec> parameters() {
        return help.commandSpec().positionalParameters().stream()
                .filter(parameter -> !parameter.hidden())
                .toList();
    }

    String description(PositionalParamSpec parameter) {
        return joined(help.createDefaultParameterRenderer().render(parameter, labels, plain));
    }

    private static String joined(Text[]... rows) {
        return oneLine(Stream.of(rows)
                .map(row -> row[DESCRIPTION_COLUMN].plainString())
                .collect(Collectors.joining(" ")));
    }

    private static String oneLine(String lines) {
        return lines.strip().replaceAll("\\s+", " ");
    }
}
