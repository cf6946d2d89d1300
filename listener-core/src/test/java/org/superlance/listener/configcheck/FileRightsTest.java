package org.superlance.listener.configcheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileRightsTest {

    private static final String USER = System.getProperty("user.name");

    @TempDir
    Path directory;

    @Test
    void areThoseOfTheUserAndNotOfRoot() throws Exception {
        Path secret = Files.createFile(directory.resolve("secret"));
        Path listed = Files.createDirectory(directory.resolve("listed"));
        FileRights nobody = ofNobody();
        assertThat(FileRights.own().canRead(secret)).isTrue();

        mode(secret, "rw-------");
        assertThat(nobody.canRead(secret)).isFalse();
        mode(secret, "rw-r--r--");
        assertThat(nobody.canRead(secret)).isTrue();
        assertThat(nobody.canWrite(secret)).isFalse();
        // a file can be made only in a directory that can be searched
        mode(listed, "rwxrwxrw-");
        assertThat(nobody.canWrite(listed)).isFalse();
        mode(listed, "rwxrwxrwx");
        assertThat(nobody.canWrite(listed)).isTrue();
        assertThat(nobody.gap()).isEmpty();
        assertThat(nobody.user()).isEqualTo("nobody");
    }

    @Test
    void endAtTheFirstDirectoryThatIsClosed() throws Exception {
        Path closed = Files.createDirectory(directory.resolve("closed"));
        Path file =
                Files.createFile(Files.createDirectory(closed.resolve("below")).resolve("it's a\nfile"));
        mode(closed, "rwx------");
        FileRights nobody = ofNobody();

        assertThat(nobody.canRead(file)).isFalse();
        assertThat(nobody.obstacle(file)).isEqualTo(closed + " belongs to root and has mode 0700");
        mode(closed, "rwx--x--x");
        mode(file, "rw-r-----");
        assertThat(nobody.obstacle(file)).isEqualTo(file + " belongs to root and has mode 0640");
    }

    @Test
    void areTheUsersOwnWhereHeChecksHimself() throws Exception {
        FileRights ours = FileRights.of(USER, "no-such-setpriv");

        assertThat(ours.canWrite(directory)).isTrue();
        assertThat(ours.gap()).isEmpty();
        assertThat(ours.user()).isEqualTo(USER);
    }

    @Test
    void ofAUserWhoIsUnknownAreAProblem() throws Exception {
        assertThat(FileRights.of("no-such-user").gap()).hasValueSatisfying(said -> {
            assertThat(said.isProblem()).isTrue();
            assertThat(said.sentence())
                    .startsWith("there is no user 'no-such-user'")
                    .contains("with the rights of user " + USER)
                    .endsWith("create the user, or correct user=");
        });
    }

    @Test
    void cannotBeHadWithoutSetprivAndSaySo() throws Exception {
        assumeFalse(USER.equals("nobody"), "there is no other user to be");
        FileRights nobody = FileRights.of("nobody", "no-such-setpriv");

        assertThat(nobody.canRead(directory)).isTrue();
        assertThat(nobody.gap()).hasValueSatisfying(said -> {
            assertThat(said.isProblem()).isFalse();
            assertThat(said.sentence())
                    .startsWith("the listener runs as user nobody, but files were looked at with the rights of user "
                            + USER)
                    .contains("setpriv, from util-linux, is not installed; run this check as ")
                    .endsWith("user nobody");
        });
    }

    @Test
    void cannotBeHadWhereSetprivIsRefusedOrAnswersSomethingElse() throws Exception {
        assumeFalse(USER.equals("nobody"), "there is no other user to be");
        for (String tool : new String[] {"false", "true", "echo"}) {
            FileRights nobody = FileRights.of("nobody", tool);

            assertThat(nobody.canRead(directory)).isTrue();
            assertThat(nobody.gap()).isPresent();
        }
    }

    private FileRights ofNobody() throws Exception {
        assumeTrue("root".equals(USER), "needs root to look with the rights of somebody else");
        mode(directory, "rwxr-xr-x");
        return FileRights.of("nobody");
    }

    private static void mode(Path path, String mode) throws Exception {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }
}
