"""Runs in the limited child process: takes a file apart and sends rows. Nothing here is imported by the parent."""
