"""Measures, scorecards, health scores with their explanation and history."""
