"""The only SQL: the encrypted file, its history, search, backup and lock."""
