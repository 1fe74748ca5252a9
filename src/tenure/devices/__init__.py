"""Machines at customers, as records."""
