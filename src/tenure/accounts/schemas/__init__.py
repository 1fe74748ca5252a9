"""What the API takes and gives, generated from the kinds of record."""
