/** httpok: restarts what does not answer over HTTP as it should. */
@NullMarked
package org.superlance.httpok;

import org.jspecify.annotations.NullMarked;
