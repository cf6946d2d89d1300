/** Processes as the operating system shows them: memory, children, environment and working directory. */
@NullMarked
package org.superlance.listener.process;

import org.jspecify.annotations.NullMarked;
