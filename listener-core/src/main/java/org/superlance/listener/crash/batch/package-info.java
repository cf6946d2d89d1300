/** Telling of several failures in one message: when it is due, what belongs into it, and how it is put into words. */
@NullMarked
package org.superlance.listener.crash.batch;

import org.jspecify.annotations.NullMarked;
