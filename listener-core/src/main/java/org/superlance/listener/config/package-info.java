/** The supervisord.conf: sections, variables and typed values. */
@NullMarked
package org.superlance.listener.config;

import org.jspecify.annotations.NullMarked;
