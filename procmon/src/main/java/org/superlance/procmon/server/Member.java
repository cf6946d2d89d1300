package org.superlance.procmon.server;

import org.superlance.procmon.program.Program;
import org.superlance.procmon.spawn.io.SubprocessLogs;

/** A process of a group, with its logs. */
public record Member(Program program, SubprocessLogs logs) {}
