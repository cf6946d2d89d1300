package org.superlance.listener.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.config.ServerConfigLocator.ServerConfig;
import org.superlance.listener.testkit.RealSupervisord;
import org.superlance.listener.testkit.TestCommand;

/** What supervisord itself makes of the same configuration. */
class ServerConfigLocatorIT {

    private static final String PRINT = """
            import sys
            from supervisor.options import UnhosedConfigParser
            parser = UnhosedConfigParser()
            parser.read(sys.argv[1])
            for section in parser.sections():
                for key, value in parser.items(section):
                    print([section, key, value])
            """;

    @TempDir
    Path directory;

    @Test
    void findsARunningServerByItsConfiguration() throws Exception {
        try (RealSupervisord supervisord = RealSupervisord.in(directory).inet().start()) {

            ServerConfig server = new ServerConfigLocator(Map.of(), directory, "vm").server(Optional.empty());

            assertThat(server)
                    .isEqualTo(new ServerConfig(
                            supervisord.url(), Optional.of(supervisord.user()), Optional.of(supervisord.password())));
        }
    }

    @Test
    void readsSectionsKeysAndValuesAsSupervisordDoes() throws Exception {
        Path conf = directory.resolve("odd.conf");
        Files.writeString(conf, """
                # comment
                [a]  trailing
                Key = 1 ; one
                url=x;y#z   # no
                colon: a=b
                equals=c:d
                  indented = continued
                ; between
                    more

                  after an empty line
                \tand a tab

                last=
                [b:c]
                a b = 'quoted'
                [a]
                key=2
                semicolon=;
                hash =# x
                    [x]
                """);

        String theirs = TestCommand.output(List.of("/usr/bin/python3", "-c", PRINT, conf.toString()));

        StringBuilder ours = new StringBuilder();
        for (IniSection section : IniFile.read(conf, Map.of(), "vm").sections()) {
            for (String key : section.keys()) {
                ours.append(TestCommand.output(List.of(
                        "/usr/bin/python3",
                        "-c",
                        "import sys; print(sys.argv[1:])",
                        section.name(),
                        key,
                        section.raw(key).orElseThrow())));
            }
        }
        assertThat(ours).hasToString(theirs);
    }
}
