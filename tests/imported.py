"""Which modules a program imports, asked of an interpreter of its own: some cost seconds."""

import json
import subprocess
import sys
from collections.abc import Set

MODELS = frozenset({"torch", "sentence_transformers", "transformers"})
"""What the weights of a model need, and a search must not pay for."""


def imported_by(program: str, among: Set[str], *arguments: object) -> set[str]:
    """Which of the modules named a program has imported at its end; it has the arguments.

    Raises CalledProcessError where the program fails.
    """
    ending = f"import sys, json; print(json.dumps(sorted({set(among)!r} & sys.modules.keys())))"
    run = subprocess.run(
        [sys.executable, "-c", f"{program}\n{ending}", *map(str, arguments)],
        stdout=subprocess.PIPE,
        check=True,
    )
    return set(json.loads(run.stdout.splitlines()[-1]))
