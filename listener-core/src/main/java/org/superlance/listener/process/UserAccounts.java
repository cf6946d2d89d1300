package org.superlance.listener.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.process.CommandExecutor.Limits;
import org.superlance.listener.process.CommandExecutor.Outcome;

/**
 * The users of this machine. Looks into {@code /etc/passwd} first, and asks {@code getent}, which knows those of LDAP and
 * the like, for others. Each answer is kept as long as this object. For any thread; may wait for ten seconds.
 *
 * <p>Sources: passwd(5), getent(1).
 */
public final class UserAccounts {

    private static final Logger LOG = LoggerFactory.getLogger(UserAccounts.class);
    private static final Path PASSWD = Path.of("/etc/passwd");
    private static final int MAX_LINES = 100_000;
    private static final Limits LIMITS = new Limits(Duration.ofSeconds(10), Duration.ofSeconds(1), 64 << 10, false);

    private final Map<String, Optional<Account>> known = new ConcurrentHashMap<>();

    /** A user. */
    public record Account(String name, int uid, String home) {

        private static final int FIELDS = 7;

        private static Optional<Account> of(String line) {
            String[] fields = line.split(":", -1);
            return fields.length >= FIELDS && fields[2].matches("\\d{1,9}")
                    ? Optional.of(new Account(fields[0], Integer.parseInt(fields[2]), fields[5]))
                    : Optional.empty();
        }

        private boolean isNamed(String nameOrNumber) {
            return name.equals(nameOrNumber) || Integer.toString(uid).equals(nameOrNumber);
        }
    }

    /**
     * Finds a user.
     *
     * @param nameOrNumber a number is a user id
     * @return empty if there is none, or if it cannot be found out
     */
    public Optional<Account> find(String nameOrNumber) {
        return known.computeIfAbsent(nameOrNumber, UserAccounts::lookUp);
    }

    private static Optional<Account> lookUp(String nameOrNumber) {
        if (nameOrNumber.isEmpty() || nameOrNumber.startsWith("-") || nameOrNumber.indexOf('\0') >= 0) {
            return Optional.empty();
        }
        Optional<Account> local = local(nameOrNumber);
        return local.isPresent() ? local : remote(nameOrNumber);
    }

    private static Optional<Account> local(String nameOrNumber) {
        try (Stream<String> lines = Files.lines(PASSWD, StandardCharsets.ISO_8859_1)) {
            return lines.limit(MAX_LINES)
                    .map(Account::of)
                    .flatMap(Optional::stream)
                    .filter(account -> account.isNamed(nameOrNumber))
                    .findFirst();
        } catch (IOException e) {
            LOG.debug("cannot read {}: {}", PASSWD, e.getMessage());
            return Optional.empty();
        }
    }

    private static Optional<Account> remote(String nameOrNumber) {
        try {
            Outcome outcome = CommandExecutor.inLocaleC(List.of("getent", "passwd", nameOrNumber), LIMITS)
                    .run();
            return outcome.isSuccess() ? Account.of(outcome.text().strip()) : Optional.empty();
        } catch (IOException e) {
            LOG.debug("cannot run getent: {}", e.getMessage());
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
