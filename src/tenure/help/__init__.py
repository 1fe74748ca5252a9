"""The guide for people, in both languages: as files, and in the product under Help."""
