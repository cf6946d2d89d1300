package org.superlance.listener.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
                hex=%(process_num)x%(process_num)#o%(numprocs)+d%(numprocs)-3d%(numprocs).1f|%(program_name)5s%(program_name).1s
                wrong=%(program_name)d
                variable=%(ENV_WHO)d
                open=%(program_name
                """);
        IniSection web = ini.section("program:web").orElseThrow();
        Map<String, String> variables = Map.of("program_name", "web", "process_num", "7", "numprocs", "12");

        assertThat(web.get("process_name", variables)).contains("web_07-7-  7");
        assertThat(web.get("hex", variables)).contains("70o7+1212 12.0|  webw");
        assertThatThrownBy(() -> web.get("wrong", variables)).hasMessageContaining("wrong in section [program:web]");
        assertThatThrownBy(() -> web.get("variable", variables))
                .hasMessageContaining("only process_num and numprocs are numbers");
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

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            early=1!secret            | line 1 of FILE is in no section; write a line such as [supervisord] above it
            [a]!autostart false       | line 2 of FILE is no setting, because it has no =; write KEY=VALUE
            [a]!s3cret!s3cret         | line 2 of FILE is no setting, because it has no =; write KEY=VALUE, or indent it to continue the line above (lines after it that cannot be parsed: 1)
            [a]!k=1!!=s3cret          | line 4 of FILE has no key before its =; write KEY=VALUE
            [a]!k=1![]                | line 3 of FILE starts a section, but has no name and closing bracket; write [NAME]
            [a]!k=1![program:b        | line 3 of FILE starts a section, but has no name and closing bracket
            [program:b                | line 1 of FILE starts a section, but has no name and closing bracket
            [a]!k=1!  s3cret!s3cret   | line 4 of FILE is no setting
            [include]                 | section [include] of FILE has no files; add files=PATTERN
            """)
    void refusesTheWholeFileForALineThatCannotBeParsed(String lines, String sentence) {
        assertThatThrownBy(() -> read(lines.replace('!', '\n') + "\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(sentence.replace("FILE", file().toString()))
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void refusesTheWholeFileForALineOfAnIncludedOne() throws Exception {
        write("conf.d/a.conf", "[program:a]\ncommand=a\n");
        write("conf.d/b.conf", "[program:b\ncommand=b\n");

        assertThatThrownBy(() -> read("[supervisord]\n[include]\nfiles=conf.d/*.conf\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("line 1 of " + directory.resolve("conf.d/b.conf") + " starts a section");
    }

    @Test
    void aSectionNamedDefaultHasWhatIsMissingInOthers() throws Exception {
        IniFile ini = read("[a]\nkey=own\n[DEFAULT]\nkey=default\nother=%(here)s\n[b]\n");

        assertThat(ini.sections()).extracting(IniSection::name).containsExactly("a", "b");
        assertThat(get(ini, "a", "key")).isEqualTo("own");
        assertThat(get(ini, "b", "key")).isEqualTo("default");
        assertThat(get(ini, "b", "other")).isEqualTo(directory.toString());
        assertThat(ini.sectionOrEmpty("c").get("key")).contains("default");
    }

    @Test
    void whiteSpaceIsThatOfPython() throws Exception {
        IniFile ini = read("[a]\nkey\u00A0=\u00A01\u00A0\n\u00A0\u00A0 2\nsemicolons=a;b ; c #d\nmany=a;b #c ; d\n");

        assertThat(get(ini, "a", "key")).isEqualTo("1\n2");
        assertThat(get(ini, "a", "semicolons")).isEqualTo("a;b ; c");
        assertThat(get(ini, "a", "many")).isEqualTo("a;b");
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
    void readsTheLineEndsOfOtherSystemsAndRefusesTheirEncodings() throws Exception {
        IniFile ini = read("[a]\r\nkey=válue\r\n[b]\rm=1\rn=2");

        assertThat(get(ini, "a", "key")).isEqualTo("válue");
        assertThat(get(ini, "b", "n")).isEqualTo("2");
        assertThatThrownBy(() -> read("\uFEFF[a]\r\nkey=1\r\n")).hasMessageContaining("byte order mark");
        Files.write(file(), "[a]\nkey=v\u00E9\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> IniFile.read(file(), Map.of(), "vm"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(file() + " is not UTF-8 text");
    }

    @Test
    void includesFilesByPatternsEachWithItsOwnHere() throws Exception {
        write("conf.d/b.conf", "[program:b]\ncommand=%(here)s\n[a]\nkey=from b\n");
        write("conf.d/a.conf", "[a]\nkey=from a\n");
        write("conf.d/.hidden.conf", "[hidden]\n");
        write("x/y/z.ini", "[z]\n");
        write("{odd}.conf", "[odd]\n");
        write("vm-me-^.ini", "[host]\n");

        IniFile ini =
                read("[a]\nkey=main\n[include]\nfiles = conf.d/*.conf\n  %(here)s/x/*/[xyz].ini {odd}.con?\n  none/*"
                        + " %(host_node_name)s-%(ENV_WHO)s-[^].ini [!v]m* [z-a]* [x\n");

        assertThat(ini.sections())
                .extracting(IniSection::name)
                .containsExactly("a", "include", "program:b", "z", "odd", "host");
        assertThat(ini.warnings())
                .containsExactly(
                        "no file matches the include pattern " + directory.resolve("none/*"),
                        "no file matches the include pattern " + directory.resolve("[!v]m*"),
                        "no file matches the include pattern " + directory.resolve("[z-a]*"),
                        "no file matches the include pattern " + directory.resolve("[x"));
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
        assertThatThrownBy(() -> IniFile.read(file(), Map.of(), "vm"))
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
    void whatIsIncludedButIsNoFileIsPassedOver() throws Exception {
        Files.createDirectory(directory.resolve("directory.inc"));
        Files.createSymbolicLink(directory.resolve("gone.inc"), directory.resolve("nowhere"));
        write("good.inc", "[good]\n");

        IniFile ini = read("[include]\nfiles=*.inc\n");

        assertThat(ini.section("good")).isPresent();
        assertThat(ini.warnings())
                .containsExactly(
                        "not included, because it is no regular file: " + directory.resolve("directory.inc"),
                        "not included, because it is no regular file: " + directory.resolve("gone.inc"));
    }

    @Test
    void anIncludedFileThatCannotBeReadIsNotPassedOver() throws Exception {
        write("good.inc", "[good]\n");
        Files.write(directory.resolve("big.inc"), new byte[3 << 20]);

        assertThatThrownBy(() -> read("[include]\nfiles=*.inc\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("too large");
    }

    @Test
    void garbageIsNoConfigurationAndNoCrash() throws Exception {
        byte[] noise = new byte[1 << 20];
        new Random(42).nextBytes(noise);
        Files.write(file(), noise);

        assertThatThrownBy(() -> IniFile.read(file(), Map.of(), "vm")).isInstanceOf(ConfigException.class);
    }

    @Test
    void saysWhyAFileCannotBeRead() {
        assertThatThrownBy(() -> IniFile.read(file(), Map.of(), "vm"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("there is no configuration file " + file());
        assertThatThrownBy(() -> IniFile.read(directory, Map.of(), "vm")).hasMessageContaining("not a regular file");
        assertThatThrownBy(() -> IniFile.read(Path.of("/dev/zero"), Map.of(), "vm"))
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
        return IniFile.read(file(), Map.of("WHO", "me"), "vm");
    }

    private static String get(IniFile ini, String section, String key) throws ConfigException {
        return ini.section(section).orElseThrow().get(key).orElseThrow();
    }
}
