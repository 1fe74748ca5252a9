"""Reads that put several domains together."""
