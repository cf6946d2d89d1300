/** What a {@code supervisord.conf} asks for: programs, groups, event listeners, servers. */
@NullMarked
package org.superlance.procmon.config;

import org.jspecify.annotations.NullMarked;
