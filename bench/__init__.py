"""Measures the budgets of the architecture, each as a ratio to a floor taken in the same run on the same data."""
