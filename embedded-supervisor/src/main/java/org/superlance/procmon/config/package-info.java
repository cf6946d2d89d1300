/** The {@code supervisord.conf} of the embedded server. */
@NullMarked
package org.superlance.procmon.config;

import org.jspecify.annotations.NullMarked;
