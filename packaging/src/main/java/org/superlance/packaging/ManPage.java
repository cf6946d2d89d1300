package org.superlance.packaging;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** A command's page for {@code man}, from the very descriptions that {@code --help} shows. */
final class ManPage {

    private final CommandSpec command;
    private final Roff page = new Roff();

    private ManPage(CommandSpec command) {
        this.command = command;
    }

    /**
     * Writes the page.
     *
     * @param heading what the page's first line says after the name and the section: date, source and manual
     * @param common the sections that all pages share, in roff
     * @param example a configuration that can be pasted
     * @param commands the names of all commands
     */
    static String of(CommandSpec command, String heading, String common, String example, List<String> commands) {
        return new ManPage(command).render(heading, common, example, commands);
    }

    private String render(String heading, String common, String example, List<String> commands) {
        page.raw(".TH " + command.name().toUpperCase(Locale.ROOT) + " 1 " + heading);
        // neither hyphens nor spaces that are not in the text: people copy from here
        page.raw(".nh").raw(".ad l");
        head(new HelpText(command));
        command.subcommands().values().forEach(this::subcommand);
        page.raw(common.strip());
        page.section("EXAMPLE").verbatim(example.strip());
        page.section("SEE ALSO").words(others(commands));
        page.paragraph("/usr/share/doc/superlance-java/ has a page on each command that says more, and examples.");
        return page.toString();
    }

    private void head(HelpText help) {
        String summary = help.description().split("\\.(\\s|$)", 2)[0];
        page.section("NAME").words(command.name() + " - " + lowerFirst(summary));
        page.section("SYNOPSIS");
        synopsis(help);
        page.section("DESCRIPTION").words(help.description());
        page.section("OPTIONS");
        options(help);
        if (!help.footer().isEmpty()) {
            page.raw(".PP").verbatim(String.join("\n", help.footer()).strip());
        }
    }

    private void subcommand(CommandLine subcommand) {
        HelpText help = new HelpText(subcommand.getCommandSpec());
        page.section(subcommand.getCommandSpec().qualifiedName());
        page.words(help.description()).raw(".PP");
        synopsis(help);
        options(help);
    }

    private void synopsis(HelpText help) {
        for (String line : help.synopsis()) {
            page.words(line).raw(".br");
        }
    }

    private void options(HelpText help) {
        help.parameters().forEach(parameter -> page.tagged(parameter.paramLabel(), help.description(parameter)));
        help.options().forEach(option -> page.tagged(help.term(option), help.description(option)));
    }

    private String others(List<String> commands) {
        return Stream.concat(commands.stream(), Stream.of("supervisord", "supervisorctl"))
                .filter(name -> !name.equals(command.name()))
                .map(name -> name + "(1)")
                .collect(Collectors.joining(", "));
    }

    private static String lowerFirst(String sentence) {
        return sentence.isEmpty() ? sentence : Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1);
    }

    /** Text in the language of man pages (the {@code man} macros of groff and mandoc). */
    static final class Roff {

        private final StringBuilder text = new StringBuilder();

        /** A line that is roff already. */
        Roff raw(String line) {
            text.append(line.stripTrailing()).append('\n');
            return this;
        }

        Roff section(String title) {
            return raw(".SH \"" + escape(title) + '"');
        }

        Roff subsection(String title) {
            return raw(".SS \"" + escape(title) + '"');
        }

        Roff paragraph(String words) {
            return raw(".PP").words(words);
        }

        /** Running text. */
        Roff words(String words) {
            return raw(atLineStart(escape(words)));
        }

        Roff bold(String words) {
            return raw(".B \"" + escape(words) + '"');
        }

        /** A term in bold, and below it, indented, what it means. */
        Roff tagged(String term, String meaning) {
            return raw(".TP").bold(term).words(meaning);
        }

        /** Lines as they are. */
        Roff verbatim(String lines) {
            raw(".in +4n").raw(".nf");
            lines.lines().forEach(this::words);
            return raw(".fi").raw(".in");
        }

        /** The same characters on every device: roff makes quotes and hyphens for print of some of them otherwise. */
        static String escape(String words) {
            StringBuilder escaped = new StringBuilder();
            words.chars().forEach(c -> {
                switch (c) {
                    case '\\' -> escaped.append("\\e");
                    case '-' -> escaped.append("\\-");
                    case '\'' -> escaped.append("\\(aq");
                    case '"' -> escaped.append("\\(dq");
                    case '^' -> escaped.append("\\(ha");
                    case '~' -> escaped.append("\\(ti");
                    case '`' -> escaped.append("\\(ga");
                    default -> escaped.append((char) c);
                }
            });
            return escaped.toString();
        }

        /** A line that begins with a dot would be an instruction. */
        private static String atLineStart(String line) {
            return line.startsWith(".") ? "\\&" + line : line;
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
