/** supervisord's configuration file: its sections, and how their values are written. */
@NullMarked
package org.superlance.listener.config;

import org.jspecify.annotations.NullMarked;
