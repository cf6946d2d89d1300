package org.superlance.packaging;

/** Text in the language of man pages (the {@code man} macros of groff and mandoc). */
final class Roff {

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
