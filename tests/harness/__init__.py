"""The harness of vault.md: real writes that are killed, cut off, refused by the disk or altered, and what is left."""
