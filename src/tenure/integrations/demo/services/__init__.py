"""Writes of the demo: loading it, taking it away."""

from tenure.integrations.demo.services.loading import load_demo
from tenure.integrations.demo.services.removal import Removal, remove_demo

__all__ = ["Removal", "load_demo", "remove_demo"]
