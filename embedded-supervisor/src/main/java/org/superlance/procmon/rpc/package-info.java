/** The calls that supervisorctl and listeners make: HTTP on a socket file or a port, XML-RPC, supervisord's methods. */
@NullMarked
package org.superlance.procmon.rpc;

import org.jspecify.annotations.NullMarked;
