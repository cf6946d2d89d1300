package org.superlance.listener.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.process.ProcPidFiles.ProcPidStat;

class ProcessGroupTableTest {

    @TempDir
    Path proc;

    @Test
    void aGroupIsAliveAsLongAsAnyOfItsProcessesIs() {
        new FakeProcFs(proc)
                .stat(40, "40 (shell) Z 1 40 40 0 -1\n")
                .stat(41, "41 (a ) S 1 9) S 1 40 40 0 -1\n")
                .stat(50, "50 (gone) Z 1 50 50 0 -1\n")
                .stat(60, "60 (garbage");
        ProcessGroupTable groups = new ProcessGroupTable(proc);

        assertThat(groups.isAlive(40)).isTrue();
        assertThat(groups.isAlive(50)).isFalse();
        assertThat(groups.isAlive(9)).isFalse();
    }

    @Test
    void nothingIsAliveWhereThereIsNoProc() {
        assertThat(new ProcessGroupTable(proc.resolve("nowhere")).isAlive(1)).isFalse();
    }

    @Test
    void ourOwnGroupIsAlive() throws Exception {
        ProcPidFiles files = new ProcPidFiles(Path.of("/proc"));
        int length = files.read(ProcessHandle.current().pid(), "stat");

        assertThat(new ProcessGroupTable().isAlive(new ProcPidStat(files.bytes(), length).group()))
                .isTrue();
    }
}
