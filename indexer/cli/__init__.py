"""The command line: `clausegraph VERB`; the verbs are in `verbs`.

How every command ends is decided here: an error that a user can mend is one sentence, the mend, and
an exit code (1 not found or a check failed, 2 bad usage or bad input); an interrupt, also while the
verbs are being imported, is one line and 130, as a shell expects. So this module imports hardly
anything.
"""

from __future__ import annotations

import os
import sys

__all__ = ["main"]

INTERRUPTED = 130
"""128 and the number of SIGINT."""


def main() -> None:
    """Run the command line; the only place where an error becomes an exit code."""
    try:
        _run()
    except KeyboardInterrupt:
        _interrupted()
    except SystemExit as ended:  # typer has its own way with an interrupt, and is silent
        if ended.code != INTERRUPTED:
            raise
        _interrupted()


def _interrupted() -> None:
    print("Interrupted.", file=sys.stderr)
    sys.exit(INTERRUPTED)


def _run() -> None:
    from indexer.cli.output import PipeClosedError, complain
    from indexer.cli.verbs import app
    from indexer.errors import ClausegraphError, InputError

    try:
        app()
    except ClausegraphError as error:
        complain(error)
        sys.exit(error.exit_code)
    except PipeClosedError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:
        complain(InputError(f"{error}.", mend="Check the folder, its rights and its disk."))
        sys.exit(InputError.exit_code)
