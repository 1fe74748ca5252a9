"""Alerts: what the engine's rules find, raised once a day, shown with the evidence, calling somebody to act."""
