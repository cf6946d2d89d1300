/** How many events a second crashmailbatch takes in. */
@NullMarked
package org.superlance.crashmailbatch.bench;

import org.jspecify.annotations.NullMarked;
