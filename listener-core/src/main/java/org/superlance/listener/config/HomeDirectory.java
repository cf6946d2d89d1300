package org.superlance.listener.config;

import java.util.Map;
import java.util.Optional;
import org.superlance.listener.process.UserAccounts;

/** The home directories that a path may begin with. */
final class HomeDirectory {

    private HomeDirectory() {}

    /**
     * Replaces {@code ~} by {@code HOME}, or by the home directory of this user where that is not set, and {@code ~user}
     * by that of the user. A user who does not exist is left as it stands.
     *
     * <p>Source: Python's {@code expanduser}.
     */
    static String expand(String path, Map<String, String> environment, UserAccounts users) {
        if (!path.startsWith("~")) {
            return path;
        }
        int slash = path.indexOf('/');
        String user = path.substring(1, slash < 0 ? path.length() : slash);
        Optional<String> home = user.isEmpty()
                ? Optional.ofNullable(environment.get("HOME"))
                        .or(() -> Optional.ofNullable(System.getProperty("user.home")))
                : users.find(user)
                        .filter(account -> account.name().equals(user))
                        .map(UserAccounts.Account::home);
        String rest = slash < 0 ? "" : path.substring(slash);
        return home.map(directory -> directory.replaceFirst("/+$", "") + rest)
                .map(expanded -> expanded.isEmpty() ? "/" : expanded)
                .orElse(path);
    }
}
