"""Writes of the record."""
