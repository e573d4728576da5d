"""One function per act of a person; the only place where store, documents and statistics meet."""
