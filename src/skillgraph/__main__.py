"""`python -m skillgraph` is the command `skillgraph`."""

import os
import signal


def run() -> None:
    """Runs the command line; Ctrl-C ends it without a traceback also while its modules are being loaded."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, lambda *_: os._exit(130))
    from skillgraph.cli import main

    main()


if __name__ == "__main__":
    run()
