"""The benchmark of pairs for the duplicate finder: who is the same person and who only looks alike. No matcher here."""
