/** Keeps processes running without supervisord: the entry point of the Java library. */
@NullMarked
package org.superlance.procmon.monitor;

import org.jspecify.annotations.NullMarked;
