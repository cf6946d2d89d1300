package org.superlance.procmon.server;

import org.superlance.procmon.launch.ProgramLogs;
import org.superlance.procmon.program.Program;

/** A process of a group, with its logs. */
public record Member(Program program, ProgramLogs logs) {}
