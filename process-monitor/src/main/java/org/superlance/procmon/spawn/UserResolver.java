package org.superlance.procmon.spawn;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.superlance.listener.process.CommandExecutor.Outcome;
import org.superlance.procmon.spawn.LaunchSpec.Identity;

/**
 * The options of setpriv for running a child as a user. Each identity is tried once before it is used, because only the
 * system knows whether procmon has the permission.
 *
 * <p>Sources: setpriv(1), getent(1).
 */
final class UserResolver {

    private static final Pattern NUMBER = Pattern.compile("\\d{1,10}");

    private final Optional<String> setpriv;
    private final Map<Identity, List<String>> known = new ConcurrentHashMap<>();

    UserResolver(Optional<String> setpriv) {
        this.setpriv = setpriv;
    }

    /** @throws SpawnException if there is no such user or group, or no permission to become them */
    List<String> options(Identity identity) throws SpawnException {
        List<String> options = known.get(identity);
        if (options == null) {
            options = resolve(identity);
            known.put(identity, options);
        }
        return options;
    }

    private List<String> resolve(Identity identity) throws SpawnException {
        Optional<Account> account = Account.of(identity.user());
        String group = group(identity, account);
        if (account.isPresent() && isCurrent("uid", account.get().uid()) && isCurrent("gid", group)) {
            return List.of();
        }
        List<String> options = List.of(
                "--reuid",
                account.map(Account::uid).orElse(identity.user()),
                "--regid",
                group,
                account.isPresent() ? "--init-groups" : "--clear-groups");
        tryOut(identity, options);
        return options;
    }

    private static String group(Identity identity, Optional<Account> account) throws SpawnException {
        String user = identity.user();
        if (account.isEmpty() && !NUMBER.matcher(user).matches()) {
            throw new SpawnException("there is no user '" + user + "'");
        }
        if (identity.group().isPresent()) {
            return groupNumber(identity.group().get());
        }
        return account.map(Account::gid)
                .orElseThrow(() -> new SpawnException("there is no user " + user + ", so a group must be given too"));
    }

    private static String groupNumber(String group) throws SpawnException {
        Optional<String> number = entry("group", group).map(fields -> fields[2]);
        if (number.isEmpty() && !NUMBER.matcher(group).matches()) {
            throw new SpawnException("there is no group '" + group + "'");
        }
        return number.orElse(group);
    }

    private void tryOut(Identity identity, List<String> options) throws SpawnException {
        String whom = "user '" + identity.user() + "'"
                + identity.group().map(group -> " and group '" + group + "'").orElse("");
        if (setpriv.isEmpty()) {
            throw new SpawnException("running it as " + whom + " requires setpriv: install util-linux");
        }
        Outcome outcome = SpawnHelpers.run(new SpawnHelpers(List.of(), List.of(), Optional.empty(), setpriv)
                        .wrap(List.of("true"), options))
                .orElseThrow(() -> new SpawnException("setpriv did not finish"));
        if (!outcome.isSuccess()) {
            throw new SpawnException("no permission to run it as " + whom + "; run procmon as root ("
                    + outcome.text().strip() + ")");
        }
    }

    private static boolean isCurrent(String attribute, String number) {
        try {
            Object ours = Files.getAttribute(Path.of("/proc/self"), "unix:" + attribute);
            return number.equals(String.valueOf(ours));
        } catch (IOException e) {
            return false;
        }
    }

    private static Optional<String[]> entry(String database, String key) throws SpawnException {
        Outcome outcome = SpawnHelpers.run(List.of("getent", database, key))
                .orElseThrow(() ->
                        new SpawnException("cannot look up users and groups: getent is missing or did not finish"));
        String[] fields = outcome.text().lines().findFirst().orElse("").split(":", -1);
        return outcome.isSuccess() && fields.length > 3 ? Optional.of(fields) : Optional.empty();
    }

    /** An entry of the passwd database. */
    private record Account(String uid, String gid) {

        static Optional<Account> of(String user) throws SpawnException {
            return entry("passwd", user).map(fields -> new Account(fields[2], fields[3]));
        }
    }
}
