"""`python -m canbo` is the `canbo` command."""

import sys

from canbo.cli import main

sys.exit(main())
