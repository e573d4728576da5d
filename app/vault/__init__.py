"""Keys, passwords, recovery code and the sealed container; the only cryptography of the program, no SQL, no Qt."""
