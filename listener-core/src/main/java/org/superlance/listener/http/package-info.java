/** One bounded HTTP exchange: size, time and redirections are the caller's to decide, never the server's. */
@NullMarked
package org.superlance.listener.http;

import org.jspecify.annotations.NullMarked;
