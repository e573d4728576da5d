"""Files in and out; no SQL, no Qt."""
