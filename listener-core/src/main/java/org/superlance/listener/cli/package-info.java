/** What the command lines of all listeners have in common. */
@NullMarked
package org.superlance.listener.cli;

import org.jspecify.annotations.NullMarked;
