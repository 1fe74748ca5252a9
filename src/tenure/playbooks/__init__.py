"""Calls to action: what a person should do about an account, why, and what became of it."""
