/** HTTP calls with limits on size and time that the caller sets and no server can exceed. */
@NullMarked
package org.superlance.listener.http;

import org.jspecify.annotations.NullMarked;
