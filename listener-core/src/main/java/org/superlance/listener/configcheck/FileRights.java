package org.superlance.listener.configcheck;

import static org.superlance.listener.util.TextSanitizer.singleLine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.process.CommandExecutor;
import org.superlance.listener.process.CommandExecutor.Limits;
import org.superlance.listener.process.CommandExecutor.Outcome;
import org.superlance.listener.state.TrustedPath;

/**
 * What the user of a listener may do with files: what root may do says nothing of it. The kernel is asked, by a command
 * that runs as that user: owners and modes are not all that counts. Where that cannot be done, the rights are those of
 * this process, and {@link #gap} says so. For one thread.
 *
 * <p>Sources: id(1), setpriv(1), test(1); supervisord gives a listener the user, his group, and the groups that he is in.
 */
public final class FileRights {

    private static final int ROOT = 0;
    private static final int MAX_REASON_LENGTH = 200;
    private static final Limits LIMITS = new Limits(Duration.ofSeconds(10), Duration.ofSeconds(1), 4 << 10, false);
    private static final String ASK =
            "if test \"$1\" \"$2\" && { test ! -d \"$2\" || test -x \"$2\"; }; then echo yes; else echo no; fi";

    private final String setpriv;
    private @Nullable Account listener;
    private @Nullable Diagnostic gap;

    private FileRights(String setpriv) {
        this.setpriv = setpriv;
    }

    /** Those of this process. */
    public static FileRights own() {
        return new FileRights("setpriv");
    }

    /**
     * Those of the user that supervisord makes of {@code user=}.
     *
     * @param user a name or a number
     */
    public static FileRights of(String user) throws InterruptedException {
        return of(user, "setpriv");
    }

    /** @param setpriv the command */
    static FileRights of(String user, String setpriv) throws InterruptedException {
        FileRights rights = new FileRights(setpriv);
        rights.find(user);
        return rights;
    }

    /** A user of this machine. */
    private record Account(String name, int uid, int gid) {}

    private void find(String user) throws InterruptedException {
        try {
            Outcome uid = run(List.of("id", "-u", "--", user));
            Outcome gid = run(List.of("id", "-g", "--", user));
            if (uid.isSuccess() && gid.isSuccess()) {
                Account found = new Account(user, number(uid), number(gid));
                listener = found.uid() == TrustedPath.ownUser() ? null : found;
            } else if (uid.status().isPresent()) {
                gap = Diagnostic.problem(
                        "there is no user '" + user + "', whom user= names: supervisord does not take the"
                                + " section, and files were looked at with the rights of user " + ownName()
                                + "; create the user, or correct user=");
            } else {
                cannotAsk(user, "id did not finish");
            }
        } catch (IOException | NumberFormatException e) {
            cannotAsk(user, "id cannot be run");
        }
    }

    private static int number(Outcome outcome) {
        return Integer.parseInt(outcome.text().strip());
    }

    private void cannotAsk(String user, String why) {
        String remedy = (TrustedPath.ownUser() == ROOT ? "" : "root, or as ") + "user " + user;
        gap = Diagnostic.info(
                "the listener runs as user " + user + ", but files were looked at with the rights of user " + ownName()
                        + ": " + singleLine(why, MAX_REASON_LENGTH) + "; run this check as " + remedy);
    }

    /** Who the listener is, or this process where the listener's user is unknown. */
    public String user() {
        Account account = listener;
        return account == null ? ownName() : account.name();
    }

    /** Follows paths as far as the listener trusts them. */
    public TrustedPath paths() {
        Account account = listener;
        return account == null ? new TrustedPath() : new TrustedPath(account.uid());
    }

    /** Whether he may read the file, or list the directory. */
    public boolean canRead(Path path) throws InterruptedException {
        return may("-r", path);
    }

    /** Whether he may write to the file, connect to the socket, or make files in the directory. */
    public boolean canWrite(Path path) throws InterruptedException {
        return may("-w", path);
    }

    /** What keeps him from a path: it, or the first directory above it that he may not search, with owner and mode. */
    public String obstacle(Path path) throws InterruptedException {
        Path absolute = path.toAbsolutePath().normalize();
        for (int names = 1; names < absolute.getNameCount(); names++) {
            Path above = Path.of("/").resolve(absolute.subpath(0, names));
            if (!may("-x", above)) {
                return describe(above);
            }
        }
        return describe(absolute);
    }

    /** That these are not the rights of the listener, and what to do about that; empty if they are. */
    public Optional<Diagnostic> gap() {
        return Optional.ofNullable(gap);
    }

    private boolean may(String right, Path path) throws InterruptedException {
        Account account = listener;
        if (account != null && gap == null) {
            Optional<Boolean> answer = ask(account, right, path.toAbsolutePath().toString());
            if (answer.isPresent()) {
                return answer.get();
            }
        }
        return switch (right) {
            case "-r" -> Files.isReadable(path);
            case "-x" -> Files.isExecutable(path);
            default -> Files.isWritable(path) && (!Files.isDirectory(path) || Files.isExecutable(path));
        };
    }

    private Optional<Boolean> ask(Account account, String right, String path) throws InterruptedException {
        List<String> command = List.of(
                setpriv,
                "--reuid=" + account.uid(),
                "--regid=" + account.gid(),
                "--init-groups",
                "/bin/sh",
                "-c",
                ASK,
                "sh",
                right,
                path);
        try {
            Outcome outcome = run(command);
            String answer = outcome.text().strip();
            if (outcome.isSuccess() && (answer.equals("yes") || answer.equals("no"))) {
                return Optional.of(answer.equals("yes"));
            }
            cannotAsk(account.name(), outcome.status().isPresent() ? answer : "setpriv did not finish");
        } catch (IOException e) {
            cannotAsk(account.name(), "setpriv, from util-linux, is not installed");
        }
        return Optional.empty();
    }

    /** The other user could read the environment of what runs as him: it holds nothing. */
    private static Outcome run(List<String> command) throws IOException, InterruptedException {
        return new CommandExecutor(command, FileRights::reduce, LIMITS).run();
    }

    private static void reduce(Map<String, String> environment) {
        environment.keySet().retainAll(List.of("PATH"));
        environment.put("LC_ALL", "C");
    }

    private static String describe(Path path) {
        try {
            return "%s belongs to %s and has mode %04o"
                    .formatted(path, Files.getOwner(path), (Integer) Files.getAttribute(path, "unix:mode") & 07777);
        } catch (IOException | UnsupportedOperationException e) {
            return path + " cannot be examined";
        }
    }

    private static String ownName() {
        return System.getProperty("user.name", "?");
    }
}
