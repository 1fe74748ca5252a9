"""Tests that cross domains, and what the suite needs to run."""
