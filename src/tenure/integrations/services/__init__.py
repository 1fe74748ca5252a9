"""Writes of the import."""
