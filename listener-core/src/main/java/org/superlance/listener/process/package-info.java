/** What the operating system tells of a process: its memory, children, environment and directory. */
@NullMarked
package org.superlance.listener.process;

import org.jspecify.annotations.NullMarked;
