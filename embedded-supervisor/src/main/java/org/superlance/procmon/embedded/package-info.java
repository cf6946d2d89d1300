/** {@code procmon run -C}: assembles the server from its configuration and runs it. */
@NullMarked
package org.superlance.procmon.embedded;

import org.jspecify.annotations.NullMarked;
