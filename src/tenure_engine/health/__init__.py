"""From measures to a score: values, scorecards, exact explanation, and why a score moved."""
