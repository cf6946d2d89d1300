/** {@code procmon watch}: brings back what a supervisord has given up, as its event listener. */
@NullMarked
package org.superlance.procmon.watch;

import org.jspecify.annotations.NullMarked;
