"""Panels of the account page."""
