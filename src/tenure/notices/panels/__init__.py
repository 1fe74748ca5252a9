"""The bell in the top bar."""
