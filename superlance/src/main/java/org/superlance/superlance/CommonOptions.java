package org.superlance.superlance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.superlance.listener.config.ConfigException;
import org.superlance.listener.config.IniSection;
import org.superlance.listener.config.SupervisordConfig;

/**
 * The options that all listeners of a file share, from its section {@code [superlance]}: each key is the name of a long
 * option, without its hyphens. What a listener's own command says of an option counts instead; what may be repeated is
 * added to.
 */
final class CommonOptions {

    private static final Set<String> BATCH_COMMANDS = Set.of("crashmailbatch", "fatalmailbatch", "crashsms");

    /** Those that may be shared: who is told, how, and where what is to survive is kept. */
    private enum Shared {
        EMAIL("email", "toEmail"),
        FROM("fromEmail"),
        SMTP_HOST("smtpHost"),
        USER("userName"),
        PASSWORD_FILE("password-file"),
        TLS_MODE("tls-mode"),
        TLS("tls"),
        HELO("helo"),
        SENDMAIL("sendmail_program", ""),
        WEBHOOK("webhook"),
        WEBHOOK_FORMAT("webhook-format"),
        WEBHOOK_HEADER("webhook-header"),
        ALERT_COMMAND("alert-cmd"),
        ALERTMANAGER("alertmanager"),
        REMIND("remind"),
        LABEL("label"),
        STATE_DIR("state-dir");

        private static final Set<Shared> LISTS = Set.of(WEBHOOK, WEBHOOK_FORMAT, WEBHOOK_HEADER, ALERTMANAGER, LABEL);

        private final String option;
        private final String inBatchCommands;

        Shared(String option) {
            this(option, option);
        }

        /** @param inBatchCommands what the commands with the options of superlance's crashmailbatch call it; empty if they lack it */
        Shared(String option, String inBatchCommands) {
            this.option = option;
            this.inBatchCommands = inBatchCommands;
        }

        /** The one of that name; supervisord's own keys have underscores. */
        static Optional<Shared> ofKey(String key) {
            return Arrays.stream(values())
                    .filter(one -> plain(one.option).equals(plain(key)))
                    .findFirst();
        }

        private static String plain(String name) {
            return name.toLowerCase(Locale.ROOT).replaceAll("[-_]", "");
        }

        private String name(String command) {
            return BATCH_COMMANDS.contains(command) ? inBatchCommands : option;
        }
    }

    private final Map<Shared, List<String>> values;

    private CommonOptions(Map<Shared, List<String>> values) {
        this.values = values;
    }

    /** @throws ConfigException if a key is none of the options, or the value of a flag is neither true nor false */
    static CommonOptions read(SupervisordConfig config) throws ConfigException {
        Map<Shared, List<String>> values = new LinkedHashMap<>();
        Optional<IniSection> section = config.ini().section(ListenerFile.SELF);
        if (section.isPresent()) {
            for (String key : section.get().keys()) {
                Shared option = Shared.ofKey(key)
                        .orElseThrow(() -> section.get()
                                .failure(
                                        key,
                                        "is no option that listeners share; write it in"
                                                + " their commands, or one of "
                                                + Arrays.stream(Shared.values())
                                                        .map(one -> one.option)
                                                        .collect(Collectors.joining(", "))));
                values.put(option, values(config, section.get(), key, option));
            }
        }
        return new CommonOptions(values);
    }

    private static List<String> values(SupervisordConfig config, IniSection section, String key, Shared option)
            throws ConfigException {
        if (option == Shared.TLS) {
            return config.values(section).bool(key, false) ? List.of("") : List.of();
        }
        String text = section.get(key).orElse("").strip();
        if (text.isEmpty()) {
            throw section.failure(key, "is empty; write a value, or remove the line");
        }
        return Shared.LISTS.contains(option) ? text.lines().map(String::strip).toList() : List.of(text);
    }

    /** As words of that command, to be put in front of those that it has already. */
    List<String> of(String command) {
        List<String> words = new ArrayList<>();
        values.forEach((option, texts) -> {
            String name = option.name(command);
            if (!name.isEmpty()) {
                texts.forEach(text -> words.add("--" + name + (option == Shared.TLS ? "" : "=" + text)));
            }
        });
        return words;
    }
}
