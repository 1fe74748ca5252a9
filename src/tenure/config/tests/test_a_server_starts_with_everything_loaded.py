"""A server loads everything at its start, and no request pays for a look through all of it."""

import gc
import sys
from importlib import import_module


def test_what_is_loaded_at_the_start_is_left_out_of_collections():
    before = gc.get_freeze_count()
    sys.modules.pop("tenure.config.wsgi", None)
    try:
        assert callable(import_module("tenure.config.wsgi").application)
        assert "tenure.config.urls" in sys.modules
        assert gc.get_freeze_count() > before
    finally:
        gc.unfreeze()
