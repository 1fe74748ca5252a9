"""Pages of the event domain."""
