/** Keeping processes running without supervisord: what an application that embeds procmon uses. */
@NullMarked
package org.superlance.procmon.monitor;

import org.jspecify.annotations.NullMarked;
