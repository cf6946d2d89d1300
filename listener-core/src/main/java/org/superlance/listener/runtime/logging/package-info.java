/** The log of a process, and of each of several listeners in it. The only package that knows Logback. */
@NullMarked
package org.superlance.listener.runtime.logging;

import org.jspecify.annotations.NullMarked;
