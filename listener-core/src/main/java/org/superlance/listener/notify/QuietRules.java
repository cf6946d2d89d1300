package org.superlance.listener.notify;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.superlance.listener.util.TextSanitizer;

/**
 * The quiet hours of receivers, as {@code --quiet} gives them: {@code 22:00-07:00} for all people, {@code mail=22:00-07:00}
 * for one kind of receiver, {@code webhook2=Sat,Sun} for the second one of a kind.
 */
public record QuietRules(List<Rule> rules) {

    /** Nobody has quiet hours. */
    public static final QuietRules NONE = new QuietRules(List.of());

    private static final Set<String> KINDS = Set.of("mail", "webhook", "pagerduty", "command", "alertmanager");

    public QuietRules {
        rules = List.copyOf(rules);
    }

    /**
     * The quiet hours of some receivers.
     *
     * @param receivers empty for all people, a kind of receivers, or a kind with a number
     */
    public record Rule(String receivers, QuietHours hours) {}

    /**
     * Reads what the options say.
     *
     * @throws IllegalArgumentException with a sentence for people if one of them is wrong, or given twice
     */
    public static QuietRules parse(List<String> texts) {
        // loops: before READY, a stream costs milliseconds
        List<Rule> rules = new ArrayList<>(texts.size());
        Set<String> names = new HashSet<>();
        for (String text : texts) {
            int equals = text.indexOf('=');
            String receivers = equals < 0 ? "" : text.substring(0, equals).strip();
            if (equals >= 0 && !KINDS.contains(withoutNumber(receivers))) {
                throw new IllegalArgumentException("'" + TextSanitizer.excerpt(receivers)
                        + "' is no receiver; write mail, webhook, pagerduty, command or alertmanager, or one of several:"
                        + " webhook2");
            }
            if (!names.add(receivers)) {
                throw new IllegalArgumentException(
                        (receivers.isEmpty() ? "the hours of all people" : "the hours of " + receivers)
                                + " are given twice; write them once, with commas");
            }
            rules.add(new Rule(receivers, QuietHours.parse(text.substring(equals + 1))));
        }
        return new QuietRules(rules);
    }

    private static String withoutNumber(String name) {
        int end = name.length();
        while (end > 0 && name.charAt(end - 1) >= '0' && name.charAt(end - 1) <= '9') {
            end--;
        }
        return name.substring(0, end);
    }

    /**
     * Those of a receiver; what is said of it alone counts more than what is said of its kind, and that more than what is
     * said of all people.
     *
     * @param kind of the receiver, in one word
     * @param number among those of its kind, from 1
     * @param machine whether it keeps states for people, and is not meant by what is said of all people
     */
    Optional<QuietHours> of(String kind, int number, boolean machine) {
        return find(kind + number).or(() -> find(kind)).or(() -> machine ? Optional.empty() : find(""));
    }

    private Optional<QuietHours> find(String receivers) {
        for (Rule rule : rules) {
            if (rule.receivers().equals(receivers)) {
                return Optional.of(rule.hours());
            }
        }
        return Optional.empty();
    }

    /**
     * Refuses what is said of receivers that there are none of.
     *
     * @param names each receiver by its kind, and by its kind and number
     * @throws IllegalArgumentException with a sentence for people
     */
    void requireKnown(Set<String> names) {
        for (Rule rule : rules) {
            if (!rule.receivers().isEmpty() && !names.contains(rule.receivers())) {
                throw new IllegalArgumentException(
                        "option '--quiet': no option names the receiver '" + rule.receivers() + "'");
            }
        }
    }
}
