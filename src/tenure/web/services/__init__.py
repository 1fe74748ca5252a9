"""Writes of the pages that cross domains."""
