"""The window: the only place that knows Qt. Rules, files and SQL live below and never import from here."""
