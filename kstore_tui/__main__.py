"""`python -m kstore_tui`."""

import sys

from kstore_tui.command_line import main

sys.exit(main())
