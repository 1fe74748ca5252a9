"""`python -m tenure.config` is `tenure`."""

import sys

from tenure.config.cli import main

sys.exit(main())
