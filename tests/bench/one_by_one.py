"""`nwd` with a writer that commits each message by itself: the alternative to group commit."""

import sys

from gateway.cli.main import main
from gateway.store.sqlite import engine

if __name__ == "__main__":
    engine._TOGETHER = 1
    sys.exit(main())
