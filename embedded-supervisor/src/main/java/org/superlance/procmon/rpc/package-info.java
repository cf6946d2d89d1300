/** The XML-RPC interface for supervisorctl and listeners: HTTP on a socket file or port, and supervisord's methods. */
@NullMarked
package org.superlance.procmon.rpc;

import org.jspecify.annotations.NullMarked;
