package org.superlance.listener.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IniFileTest {

    @TempDir
    Path directory;

    @Test
    void keepsTheOrderOfSectionsAndKeysAndTheLastOfDuplicates() throws Exception {
        IniFile ini = read("""
                [program:Web]
                command=one
                Priority = 5
                [eventlistener:memmon]
                command: memmon -a 200MB
                [program:Web]
                command=two=2
                """);

        assertThat(ini.sections()).extracting(IniSection::name).containsExactly("program:Web", "eventlistener:memmon");
        assertThat(ini.sections().get(0).keys()).containsExactly("command", "priority");
        assertThat(get(ini, "program:Web", "command")).isEqualTo("two=2");
        assertThat(get(ini, "eventlistener:memmon", "command")).isEqualTo("memmon -a 200MB");
        assertThat(ini.section("program:web")).isEmpty();
        assertThat(ini.sectionsOf("program")).hasSize(1);
    }

    @Test
    void commentsStartALineOrFollowASpace() throws Exception {
        IniFile ini = read("""
                ; whole line
                # another
                [a] ; after a section
                url=http://x/;y#z ; here it starts
                hash=1 # here too
                  ; an indented one
                empty= ; nothing
                """);

        assertThat(get(ini, "a", "url")).isEqualTo("http://x/;y#z");
        assertThat(get(ini, "a", "hash")).isEqualTo("1");
        assertThat(get(ini, "a", "empty")).isEmpty();
    }

    @Test
    void expandsMoreVariablesAndNumbersAsPythonDoes() throws Exception {
        IniFile ini = read("""
                [program:web]
                process_name=%(program_name)s_%(process_num)02d-%(process_num)d-%(process_num)3d
                wrong=%(program_name)d
                open=%(program_name
                """);
        IniSection web = ini.section("program:web").orElseThrow();
        Map<String, String> variables = Map.of("program_name", "web", "process_num", "7");

        assertThat(web.get("process_name", variables)).contains("web_07-7-  7");
        assertThatThrownBy(() -> web.get("wrong", variables)).hasMessageContaining("wrong in section [program:web]");
        assertThatThrownBy(() -> web.get("open", variables)).hasMessageContaining("starts no %(NAME)s");
        assertThatThrownBy(() -> web.get("process_name"))
                .hasMessageContaining("%(program_name)s, which is not defined");
    }

    @Test
    void indentedLinesContinueAValueAlsoAfterCommentsAndEmptyLines() throws Exception {
        IniFile ini = read("""
                [a]
                environment=A="1",
                  B="2" ; two
                  ; nothing
                  [C]=3

                  D=4

                next=5
                """);

        assertThat(get(ini, "a", "environment")).isEqualTo("A=\"1\",\nB=\"2\"\n[C]=3\n\nD=4");
        assertThat(get(ini, "a", "next")).isEqualTo("5");
    }

    @Test
    void passesOverWhatIsNoSettingAndWhatComesBeforeTheFirstSection() throws Exception {
        IniFile ini = read("early=1\n]junk[\n[a]\njust words\n=no key\n[]\n[b\nkey=1\n");

        assertThat(ini.sections()).extracting(IniSection::name).containsExactly("a");
        assertThat(ini.sections().get(0).keys()).containsExactly("key");
    }

    @Test
    void expandsHereAndTheEnvironmentAndPercentSigns() throws Exception {
        IniFile ini = read("[a]\nfile=%(here)s/s-%(ENV_WHO)s-100%%(x)s\n");

        assertThat(get(ini, "a", "file")).isEqualTo(directory + "/s-me-100%(x)s");
        assertThat(ini.section("a").orElseThrow().raw("file")).hasValue("%(here)s/s-%(ENV_WHO)s-100%%(x)s");
    }

    @Test
    void namesTheKeyTheFileAndTheRemedyWhenSomethingCannotBeExpanded() throws Exception {
        IniFile ini = read("[a]\none=50%\ntwo=%(ENV_NONE)s\nthree=%(unfinished\n");

        assertThatThrownBy(() -> get(ini, "a", "one"))
                .isInstanceOf(ConfigException.class)
                .hasMessage("one in section [a] of " + file()
                        + " has a % that starts no %(NAME)s; write %% for a percent" + " sign");
        assertThatThrownBy(() -> get(ini, "a", "two")).hasMessageContaining("set X in the environment");
        assertThatThrownBy(() -> get(ini, "a", "three")).hasMessageContaining("write %%");
    }

    @Test
    void readsFilesOfOtherSystemsAndEncodings() throws Exception {
        byte[] windows = "\uFEFF[a]\r\nkey=válue\r\n".getBytes(StandardCharsets.UTF_8);
        byte[] invalid = {
            '[', 'b', ']', '\n', 'k', '=', (byte) 0xE9, (byte) 0xFF, '\n', 'm', '=', '1', '\r', 'n', '=', '2'
        };
        Files.write(file(), windows);
        Files.write(file(), invalid, StandardOpenOption.APPEND);

        IniFile ini = IniFile.read(file(), Map.of());

        assertThat(get(ini, "a", "key")).isEqualTo("válue");
        assertThat(get(ini, "b", "k")).isEqualTo("\uFFFD\uFFFD");
        assertThat(get(ini, "b", "n")).isEqualTo("2");
    }

    @Test
    void includesFilesByPatternsEachWithItsOwnHere() throws Exception {
        write("conf.d/b.conf", "[program:b]\ncommand=%(here)s\n[a]\nkey=from b\n");
        write("conf.d/a.conf", "[a]\nkey=from a\n");
        write("conf.d/.hidden.conf", "[hidden]\n");
        write("x/y/z.ini", "[z]\n");
        write("{odd}.conf", "[odd]\n");

        IniFile ini = read(
                "[a]\nkey=main\n[include]\nfiles = conf.d/*.conf\n  %(here)s/x/*/[xyz].ini {odd}.con?\n  none/*\n");

        assertThat(ini.sections())
                .extracting(IniSection::name)
                .containsExactly("a", "include", "program:b", "z", "odd");
        assertThat(get(ini, "a", "key")).isEqualTo("from b");
        assertThat(get(ini, "program:b", "command")).isEqualTo(directory + "/conf.d");
    }

    @Test
    void filesThatIncludeEachOtherAreReadOnce() throws Exception {
        write("other.conf", "[include]\nfiles=*.conf\n[b]\n");

        IniFile ini = read("[include]\nfiles=*.conf supervisord.conf other.conf\n[a]\n");

        assertThat(ini.sections()).extracting(IniSection::name).containsExactly("include", "a", "b");
    }

    @Test
    void refusesVastFilesAndVeryManyFiles() throws Exception {
        Files.write(file(), new byte[10 << 20]);
        assertThatThrownBy(() -> IniFile.read(file(), Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("too large");

        for (int i = 0; i <= 1_001; i++) {
            write("many/" + i, "");
        }
        assertThatThrownBy(() -> read("[include]\nfiles=many/*"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("make it narrower");
    }

    @Test
    void anIncludedFileThatCannotBeReadIsPassedOver() throws Exception {
        Files.write(directory.resolve("big.inc"), new byte[3 << 20]);
        Files.createDirectory(directory.resolve("directory.inc"));
        write("good.inc", "[good]\n");

        assertThat(read("[include]\nfiles=*.inc [\n").section("good")).isPresent();
    }

    @Test
    void garbageIsNoConfigurationAndNoCrash() throws Exception {
        byte[] noise = new byte[1 << 20];
        new Random(42).nextBytes(noise);
        Files.write(file(), noise);

        assertThat(IniFile.read(file(), Map.of()).section("supervisorctl")).isEmpty();
    }

    @Test
    void saysWhyAFileCannotBeRead() {
        assertThatThrownBy(() -> IniFile.read(file(), Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("there is no configuration file " + file());
        assertThatThrownBy(() -> IniFile.read(directory, Map.of())).hasMessageContaining("not a regular file");
        assertThatThrownBy(() -> IniFile.read(Path.of("/dev/zero"), Map.of()))
                .hasMessageContaining("not a regular file");
    }

    private Path file() {
        return directory.resolve("supervisord.conf");
    }

    private void write(String name, String text) throws Exception {
        Path path = directory.resolve(name);
        Files.createDirectories(path.resolveSibling(""));
        Files.writeString(path, text);
    }

    private IniFile read(String text) throws Exception {
        Files.writeString(file(), text);
        return IniFile.read(file(), Map.of("WHO", "me"));
    }

    private static String get(IniFile ini, String section, String key) throws ConfigException {
        return ini.section(section).orElseThrow().get(key).orElseThrow();
    }
}
