package org.superlance.listener.notify.mail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.superlance.listener.notify.ShellCommandSender.Failure;
import org.superlance.listener.notify.ShellCommandSender.FailureMeaning;

/**
 * What a mail command line says about itself: whether it is one program that reads its recipients from the mail, and
 * what the failures of that program mean. Only a simple command is understood, without a pipe, a list or a substitution.
 *
 * @param program the word that names the program
 * @param options the words after it
 */
record MailCommandLine(String program, List<String> options) {

    private static final Pattern WORD =
            Pattern.compile("\\G\\s*+(?:(?<redirection>\\d?(?:>>?|<)(?:&\\d|\\s*+[\\w./+-]++)(?=\\s|$))"
                    + "|(?<word>(?:[\\w./@%+,:=^-]|'[^']*+'|\"[^\"`$\\\\]*+\")++(?=\\s|$)))");
    private static final Pattern ASSIGNMENT = Pattern.compile("[A-Za-z_]\\w*=.*");

    /** A shell adds this to the number of the signal that has ended a command. */
    private static final int SIGNAL = 128;

    /** Programs that understand {@code -t} as sendmail does; so does everything with sendmail in its name. */
    private static final Set<String> SENDMAILS =
            Set.of("msmtp", "dma", "ssmtp", "esmtp", "exim", "exim4", "nullmailer-inject");

    /** Options whose value may be a word of its own. */
    private static final String WITH_VALUE = "fFraCBNRVhXOpLo";

    /** The command line; empty if it is not understood, and so is none of these. */
    static Optional<MailCommandLine> parse(String commandLine) {
        List<String> words = new ArrayList<>();
        String line = commandLine.strip();
        Matcher matcher = WORD.matcher(line);
        int end = 0;
        while (matcher.find()) {
            end = matcher.end();
            if (matcher.group("word") != null) {
                words.add(matcher.group("word").replaceAll("['\"]", ""));
            }
        }
        if (end < line.length()) {
            return Optional.empty();
        }
        List<String> command = words.stream()
                .dropWhile(word -> ASSIGNMENT.matcher(word).matches())
                .toList();
        return Stream.iterate(0, i -> i < command.size(), i -> i + 1)
                .filter(i -> isSendmail(command.get(i)))
                .findFirst()
                .map(i -> new MailCommandLine(command.get(i), command.subList(i + 1, command.size())));
    }

    private static boolean isSendmail(String word) {
        String name = word.substring(word.lastIndexOf('/') + 1);
        return !word.startsWith("-") && (name.contains("sendmail") || SENDMAILS.contains(name));
    }

    /** Whether it takes its recipients from the mail, and has no others. */
    boolean readsRecipients() {
        boolean reads = false;
        for (int i = 0; i < options.size(); i++) {
            String word = options.get(i);
            if (word.equals("--read-recipients")) {
                reads = true;
            } else if (word.startsWith("--")) {
                // a long option, or what ends them
            } else if (!word.startsWith("-")) {
                return false;
            } else if (word.length() == 2 && WITH_VALUE.indexOf(word.charAt(1)) >= 0) {
                i++;
            } else {
                reads |= word.equals("-t") || word.equals("-ti") || word.equals("-it");
            }
        }
        return reads;
    }

    /** What a failure of the program says about the mail. */
    FailureMeaning failures(Map<String, String> environment) {
        return switch (installedProgram(environment)) {
            // 74 and 76: the connection broke, or the server said what nobody understands, perhaps after it took the
            // mail
            case "msmtp" ->
                (status, output) ->
                        status < SIGNAL && status != 74 && status != 76 ? Failure.NOT_ACCEPTED : Failure.UNCLEAR;
            case "dma" -> (status, output) -> status < SIGNAL ? Failure.NOT_ACCEPTED : Failure.UNCLEAR;
            case "smtpctl" -> MailCommandLine::openSmtpd;
            default -> FailureMeaning.UNCLEAR;
        };
    }

    /** OpenSMTPD keeps a mail for later while its server is down, and says 75 and nothing else. */
    private static Failure openSmtpd(int status, String output) {
        if (status == 75 && output.isEmpty()) {
            return Failure.ACCEPTED;
        }
        return status == 69 || (status == 70 && output.contains("command failed: 5"))
                ? Failure.NOT_ACCEPTED
                : Failure.UNCLEAR;
    }

    /** The name of the file behind the links: Debian's sendmail is many programs. */
    private String installedProgram(Map<String, String> environment) {
        try {
            Path path = program.indexOf('/') >= 0
                    ? Path.of(program)
                    : Stream.of(environment.getOrDefault("PATH", "").split(":", -1))
                            .filter(directory -> !directory.isEmpty())
                            .map(directory -> Path.of(directory, program))
                            .filter(Files::isExecutable)
                            .findFirst()
                            .orElse(Path.of(program));
            return String.valueOf(path.toRealPath().getFileName());
        } catch (IOException e) {
            return "";
        }
    }
}
