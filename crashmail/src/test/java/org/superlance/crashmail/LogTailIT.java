package org.superlance.crashmail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.testkit.PackagedCommand;
import org.superlance.listener.testkit.RealSupervisord;
import org.superlance.listener.testkit.RealSupervisordBuilder;
import org.superlance.listener.testkit.TestedServer;

/** The ends of logs in the mails of the packaged crashmail, under a real supervisord that cannot hand over each of them. */
class LogTailIT {

    private static final Path JAR = PackagedCommand.file("crashmail");

    @TempDir
    Path temporary;

    private Path directory = Path.of("/");
    private Path mails = Path.of("/");

    @BeforeEach
    void createDirectories() throws IOException {
        directory = temporary.toRealPath();
        mails = Files.createDirectory(directory.resolve("mails"));
        Files.createDirectory(directory.resolve("real"));
        Files.createSymbolicLink(directory.resolve("linked"), directory.resolve("real"));
        Files.setPosixFilePermissions(
                Files.createDirectory(directory.resolve("open")), PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    /** They die at the same moment, so that one look is for all of them. */
    @Test
    void readsFromTheFileWhatSupervisordCannotHandOverOrSaysWhyNot() throws Exception {
        try (RealSupervisord server = server().start()) {
            server.client().start(Namespec.parse("first"), false);
            // from then on it listens
            server.await("the first mail", () -> MailDirectory.count(mails) == 1);

            server.client().startGroup("all", false);

            server.await("all mails", () -> MailDirectory.count(mails) == 6);
            assertThat(mail("binary"))
                    .contains("Cause: exit status 7", "The end of its stderr log:\nlast \uFFFD words");
            assertThat(mail("plain")).contains("The end of its stderr log:\nplain words");
            assertThat(mail("mute")).contains("No log tail: it has no stderr log; its stdout log is empty");
            assertThat(mail("first")).contains("The end of its stderr log:\nfirst words");
            // by a link that nobody else can have put there
            assertThat(mail("linked")).contains("The end of its stderr log:\nlinked \uFFFD words");
            assertThat(mail("open"))
                    .contains(
                            // procmon run leaves out what is not UTF-8, and so can hand over the log
                            TestedServer.isEmbedded()
                                    ? "The end of its stderr log:\nopen  words"
                                    : "No log tail: supervisord cannot hand over its stderr log, as where a byte is not UTF-8;"
                                            + " its file is not read: " + directory.resolve("open")
                                            + " can be changed by other users (mode 0777); its stdout log is empty");
        }
    }

    private String mail(String program) {
        List<String> found = MailDirectory.mails(mails).stream()
                .filter(mail -> mail.contains("Process " + program + " in group "))
                .toList();
        assertThat(found).hasSize(1);
        // as far as it is quoted-printable
        return found.get(0).replace("\r\n", "\n").replace("=\n", "").replace("=EF=BF=BD", "\uFFFD");
    }

    private RealSupervisordBuilder server() {
        return RealSupervisord.in(directory)
                .section("program:first", dies("first words", "1"))
                .section("program:binary", dies("last \\\\377 words", "7"))
                .section("program:plain", dies("plain words", "7"))
                .section("program:mute", dies("", "1"), "redirect_stderr=true")
                .section(
                        "program:linked",
                        dies("linked \\\\377 words", "7"),
                        "stderr_logfile=" + directory.resolve("linked/err.log"))
                .section(
                        "program:open",
                        dies("open \\\\377 words", "7"),
                        "stderr_logfile=" + directory.resolve("open/err.log"))
                .section("group:all", "programs=binary,plain,mute,linked,open")
                .section(
                        "eventlistener:crashmail",
                        "command=" + JAR + " -m bob@example.com --tail 5 --state-dir " + directory.resolve("state")
                                + " -s \"" + MailDirectory.command(mails) + "\"",
                        "events=PROCESS_STATE_EXITED",
                        RealSupervisord.credentials());
    }

    private static String dies(String words, String status) {
        return "command=sh -c \"printf '" + words + "' >&2; exit " + status
                + "\"\nautostart=false\nstartsecs=0\nautorestart=false";
    }
}
