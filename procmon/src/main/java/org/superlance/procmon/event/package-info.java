/** What happens to programs, as supervisord's events tell it. */
@NullMarked
package org.superlance.procmon.event;

import org.jspecify.annotations.NullMarked;
