"""Panels of the account page that cross domains."""
