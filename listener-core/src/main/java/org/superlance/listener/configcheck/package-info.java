/** Finds misconfiguration of a listener without changing anything. */
@NullMarked
package org.superlance.listener.configcheck;

import org.jspecify.annotations.NullMarked;
