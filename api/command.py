"""`clausegraph serve`, as a plug-in of the command line, so that imports run one way."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.", min=0, max=65535)] = 8000,
    index: Annotated[
        Path | None,
        typer.Option(
            "--index", help="Folder of the index.", show_default="$CLAUSEGRAPH_INDEX or index"
        ),
    ] = None,
    workers: Annotated[
        int, typer.Option(help="Processes that answer; each holds the model.", min=1, max=64)
    ] = 1,
    overlay: Annotated[
        list[Path] | None,
        typer.Option(
            "--overlay", help="RDF of your own, served by SPARQL beside the build; may be repeated."
        ),
    ] = None,
    sparql_timeout: Annotated[
        float | None,
        typer.Option(
            "--sparql-timeout",
            help="Seconds that a SPARQL query may take.",
            min=0.01,
            max=3600,
            show_default="$CLAUSEGRAPH_SPARQL_TIMEOUT or 10",
        ),
    ] = None,
) -> None:
    """Serve the published build over HTTP: JSON under /v1, SPARQL at /sparql."""
    from api.server.process import AppOf, allowed_hosts, serve_app
    from api.settings import service_settings
    from indexer.read import open_index
    from indexer.sparql.overlay import overlay_quads

    settings = service_settings()
    folder = index if index is not None else settings.index
    overlays = tuple(overlay or ())
    overlay_quads(overlays, open_index(folder).base)
    told: dict[str, object] = {"allowed_hosts": allowed_hosts(settings, host)}
    if sparql_timeout is not None:
        told["sparql_timeout"] = sparql_timeout
    serve_app(AppOf(folder, settings.model_copy(update=told), overlays), host, port, workers)
