/** {@code procmon watch}, an event listener that restarts what supervisord has given up. */
@NullMarked
package org.superlance.procmon.watch;

import org.jspecify.annotations.NullMarked;
