/** procmon: keeps programs running, with growing delays, with supervisord or without. */
@NullMarked
package org.superlance.procmon;

import org.jspecify.annotations.NullMarked;
