/** {@code procmon run -C}: a server with all that belongs to it, from its configuration to its end. */
@NullMarked
package org.superlance.procmon.embedded;

import org.jspecify.annotations.NullMarked;
