"""Pages of the calls to action and of alerts."""
