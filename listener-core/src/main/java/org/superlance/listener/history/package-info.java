/** What a listener has done and measured, kept in its state directory and read by commands for people. */
@NullMarked
package org.superlance.listener.history;

import org.jspecify.annotations.NullMarked;
