"""The query service: HTTP over the read side of a build."""

from api.app import create_app

__all__ = ["create_app"]
