package org.superlance.superlance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.testkit.MailServer;
import org.superlance.listener.testkit.PackagedCommand;
import org.superlance.listener.testkit.RealSupervisord;
import org.superlance.listener.testkit.TestCommand;

/** {@code --check} by root of sections with {@code user=}: it says what their listeners meet. */
class CheckUserIT {

    private static final String USER = "user=nobody";
    private static final String EVENTS = "events=PROCESS_STATE_EXITED";
    private static final String CREDENTIALS = RealSupervisord.credentials();

    @TempDir
    Path directory;

    private Path jar = Path.of("");

    @BeforeEach
    void othersCanReadTheCommand() throws IOException {
        assumeTrue(
                "root".equals(System.getProperty("user.name")),
                "needs root, who alone can run listeners as other users");
        mode(directory, "rwxr-xr-x");
        jar = Files.copy(PackagedCommand.file("superlance"), directory.resolve("superlance.jar"));
        mode(jar, "rwxr-xr-x");
    }

    @Test
    void looksWithTheRightsOfThatUser() throws Exception {
        Path theirs = nobodys(Files.createDirectory(directory.resolve("theirs")));
        Path roots = Files.createDirectory(directory.resolve("roots"));
        Path password = Files.writeString(directory.resolve("password"), "secret\n");
        mode(password, "rw-------");
        Path readable = Files.writeString(directory.resolve("readable"), "secret\n");
        mode(readable, "rw-r--r--");
        Path file = Files.writeString(
                directory.resolve("superlance.conf"),
                "[eventlistener:inside]\ncommand=crashmail -m ops@example.com -s cat --state-dir " + roots + "\n"
                        + EVENTS + "\n");
        mode(file, "rw-r--r--");
        try (MailServer mail = MailServer.started();
                RealSupervisord server = RealSupervisord.in(directory)
                        .section(
                                "eventlistener:denied",
                                crashmail(mail, password, roots),
                                EVENTS,
                                USER,
                                CREDENTIALS,
                                "priority=1")
                        .section(
                                "eventlistener:allowed",
                                crashmail(mail, readable, theirs),
                                EVENTS,
                                USER,
                                CREDENTIALS,
                                "priority=2")
                        .section(
                                "eventlistener:foreign",
                                crashmail(mail, password, theirs),
                                EVENTS,
                                CREDENTIALS,
                                "priority=3")
                        .section(
                                "eventlistener:file",
                                "command=" + jar + " " + file,
                                EVENTS + ",TICK",
                                USER,
                                CREDENTIALS)
                        .start()) {
            List.of("denied", "allowed", "foreign").forEach(server::awaitRunning);
            server.await("metrics of nobody", () -> Files.exists(theirs.resolve("allowed.prom")));
            server.await(
                    "what the listeners meet",
                    () -> server.stderrOf("denied").contains("state directory " + roots + " cannot be used")
                            && server.stderrOf("foreign").contains("belongs to another user"));
            Path socket = Path.of(server.url().substring("unix://".length()));
            mode(socket, "rwx------");

            assertThat(check(server.confFile(), "crashmail --section denied"))
                    .contains("the listener cannot call supervisord: user nobody cannot connect to " + socket)
                    .contains("user nobody cannot write to " + roots + ": " + roots + " belongs to root and has mode")
                    .contains("roots/denied.prom cannot be written: user nobody cannot write to " + roots)
                    .contains("user nobody cannot read " + password + " of --password-file")
                    .contains("\ncrashmail: 4 problems ")
                    .endsWith("\nstatus 1\n");
            assertThat(check(server.confFile(), file.toString()))
                    .contains("[eventlistener:inside] the state directory " + roots
                            + " is not usable: user nobody cannot write to " + roots)
                    .contains("user nobody cannot connect to " + socket);

            mode(socket, "rwxrwxrwx");
            assertThat(check(server.confFile(), "crashmail --section allowed"))
                    .isEqualTo("crashmail: no problems (supervisord at " + server.url() + ")\nstatus 0\n");
            assertThat(check(server.confFile(), "crashmail --section foreign"))
                    .contains("the listener, as user root, refuses the state directory " + theirs)
                    .contains("chown -R root " + theirs)
                    .contains("\ncrashmail: 1 problem ");

            assertThat(check(changed(server.confFile(), "user=no-such-user"), "crashmail --section allowed"))
                    .contains("there is no user 'no-such-user'", "create the user, or correct user=")
                    .contains("\ncrashmail: ");
            assertThat(checkWithout("setpriv", server.confFile(), "crashmail --section allowed"))
                    .contains(
                            "note: the listener runs as user nobody, but files were looked at with the rights of user root")
                    .contains("setpriv, from util-linux, is not installed; run this check as user nobody");
        }
    }

    private String crashmail(MailServer mail, Path password, Path state) {
        // each has a metrics file of its own, named as its section is
        return "command=" + jar + " crashmail -m ops@example.com --fromEmail crash@example.com --smtpHost "
                + mail.address() + " --password-file " + password + " --state-dir " + state + " --metrics-file "
                + state + "/%(program_name)s.prom";
    }

    private String check(Path conf, String command) {
        return shell("", conf, command);
    }

    /** With a PATH that leads to java, and to all that is needed but this. */
    private String checkWithout(String tool, Path conf, String command) throws IOException {
        Path tools = Files.createDirectory(directory.resolve("tools"));
        for (String needed : List.of("java", "id", "sh", "env", "dirname", "readlink", "cat", "uname")) {
            String found = TestCommand.output(List.of("sh", "-c", "command -v " + needed + " || true"))
                    .strip();
            if (!found.isEmpty() && !needed.equals(tool)) {
                Files.createSymbolicLink(tools.resolve(needed), Path.of(found));
            }
        }
        return shell("PATH=" + tools + " ", conf, command);
    }

    private String shell(String environment, Path conf, String command) {
        String check = command.startsWith("/") ? "--check " + command : command + " --check";
        return TestCommand.output(
                List.of("sh", "-c", environment + jar + " " + check + " -C " + conf + "; echo status $?"));
    }

    private Path changed(Path conf, String user) throws IOException {
        return Files.writeString(
                directory.resolve("other.conf"), Files.readString(conf).replace(USER, user));
    }

    private static Path nobodys(Path path) throws IOException {
        Files.setOwner(
                path, path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
        return path;
    }

    private static void mode(Path path, String mode) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }
}
