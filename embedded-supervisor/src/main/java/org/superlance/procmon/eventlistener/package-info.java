/** Event listeners: which events they get, one at a time, and what becomes of those that they do not take. */
@NullMarked
package org.superlance.procmon.eventlistener;

import org.jspecify.annotations.NullMarked;
