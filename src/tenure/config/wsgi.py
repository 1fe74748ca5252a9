"""The WSGI application."""

import gc
import os
from importlib import import_module

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tenure.config.settings")
application = get_wsgi_application()

# What is loaded by now stays to the end. Without this, every full collection looks through all of it: about a tenth
# of a second in the middle of somebody's request.
import_module("tenure.config.urls")
gc.collect()
gc.freeze()

import_module("tenure.web.queries.book.store").warm_books()
