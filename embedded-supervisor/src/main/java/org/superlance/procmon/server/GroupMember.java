package org.superlance.procmon.server;

import org.superlance.procmon.spawn.io.SubprocessLogs;
import org.superlance.procmon.subprocess.Subprocess;

/** A process of a group, with its logs. */
public record GroupMember(Subprocess process, SubprocessLogs logs) {}
