"""Notices: what people are told, in the product and by other channels, and the digest of their day."""
