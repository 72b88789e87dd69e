"""The tiny corpus with names that were withdrawn; the names and the reasons are made up."""

from pathlib import Path

from indexer.read import Index, open_index
from indexer.retrieval.hash_encoder import HashEncoder
from tests.indexer.tiny_corpus import build_tiny, write_corpus

REDIRECTS = """
[[redirect]]
from = "compact:para_9"
to = "compact:para_1"
date = "2026-11-20"
reason = "Two paragraphs were one."

[[redirect]]
from = "compact:para_8"
date = "2026-11-20"
reason = "It never stood in the text."

[[redirect]]
from = "old"
to = "compact"
date = "2026-11-20"
reason = "The rules have a better name."

[[redirect]]
from = "who/guidance/2019/rules"
to = "compact"
date = "2026-11-20"
reason = "The year was wrong."

[[redirect]]
from = "union/letter/2020/lost"
date = "2026-11-20"
reason = "The letter was never sent."
"""


def build_retired(folder: Path, redirects: str = REDIRECTS) -> Index:
    """Build the corpus with these withdrawn names in `folder`, and open it."""
    corpus = write_corpus(folder / "corpus")
    if redirects:
        (corpus / "redirects.toml").write_text(redirects, encoding="utf-8")
    build_tiny(corpus, folder / "index")
    return open_index(folder / "index", HashEncoder)
