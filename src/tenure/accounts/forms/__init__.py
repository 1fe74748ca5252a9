"""Forms of the record."""
