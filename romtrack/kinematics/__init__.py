"""Numbers from poses: angles of segments and joints."""
