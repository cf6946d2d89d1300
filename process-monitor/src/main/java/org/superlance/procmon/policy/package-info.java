/** How long to wait before a program that has died is started again, and when to give it up. Pure: it waits for nothing. */
@NullMarked
package org.superlance.procmon.policy;

import org.jspecify.annotations.NullMarked;
