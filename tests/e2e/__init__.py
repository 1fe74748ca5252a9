"""Tests and pictures in a real Chromium."""
