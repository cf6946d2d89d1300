package org.superlance.procmon.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.process.ProcessTable;
import org.superlance.listener.util.ByteSize;
import org.superlance.procmon.rpc.MemoryReport.Memory;

class MemoryReportTest {

    private final long self = ProcessHandle.current().pid();
    private final MemoryReport report = new MemoryReport(ProcessTable.ofThisMachine());

    @TempDir
    Path directory;

    @Test
    void takesLimitsAndWhatIsComparedWithThemFromListeners() throws Exception {
        Path file = Files.writeString(directory.resolve("memmon.prom"), """
                # TYPE superlance_memory_bytes gauge
                superlance_memory_bytes{command="memmon",program="web:web"} 1000
                superlance_memory_bytes{command="memmon",program="a\\"b:w"} 1000
                superlance_memory_bytes{command="memmon",program="gone:gone"} 1000
                superlance_memory_limit_bytes{command="memmon",program="web:web"} 5000
                superlance_memory_limit_bytes{command="memmon",program="a\\"b:w"} 6000
                superlance_memory_limit_bytes{command="memmon",program="gone:gone"} 6000
                """);
        Path tighter = Files.writeString(directory.resolve("other.prom"), """
                superlance_memory_bytes{program="web:web"} 1100
                superlance_memory_limit_bytes{program="web:web"} 4000
                """);

        Map<String, Memory> memory =
                report.of(Map.of("web:web", self, "a\"b:w", self, "db:db", self), List.of(file, tighter));

        assertThat(memory)
                .containsOnlyKeys("web:web", "a\"b:w", "db:db")
                .containsEntry("web:web", memory(1100, 4000))
                .containsEntry("a\"b:w", memory(1000, 6000))
                .hasEntrySatisfying("db:db", own -> {
                    assertThat(own.limit()).isEmpty();
                    assertThat(own.used().bytes()).isGreaterThan(1 << 20);
                });
    }

    @Test
    void doesWithoutFilesAndProcessesThatAreNotThere() throws Exception {
        Path broken = Files.writeString(directory.resolve("broken.prom"), "superlance_memory_limit_bytes{ 5\n}} x\n");

        assertThat(report.of(Map.of(), List.of(broken, directory, directory.resolve("none"))))
                .isEmpty();
    }

    private static Memory memory(long used, long limit) {
        return new Memory(ByteSize.ofBytes(used), Optional.of(ByteSize.ofBytes(limit)));
    }
}
