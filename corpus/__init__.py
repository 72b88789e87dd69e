"""The texts and the hand-kept facts. No logic: `root` is where they are."""

from importlib.resources import files

root = files(__package__)

__all__ = ["root"]
