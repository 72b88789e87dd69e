"""The tools: what a language model may ask, each with its bounds. They know nothing of the SDK.

The documentation of a method is the description that a model reads. Each says which of the three
families of links it speaks of: what a text cites, what an editor claims, what a model suggests.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field

from api import metrics
from api.bounds import check_query, check_results, check_text, check_words, trace_options
from api.mcp import slim, texts
from api.mcp.arguments import (
    Draft,
    Families,
    Identifier,
    Mode,
    Most,
    Names,
    Numbers,
    Probability,
    Style,
)
from api.settings import ServiceSettings
from api.state import Service
from indexer.errors import QueryError
from indexer.read import HOUSE, LinkOptions, SearchOptions
from indexer.sparql.model import Request as Query


@dataclass(frozen=True, slots=True)
class Told:
    """An answer twice: in words, and as JSON."""

    text: str
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Tools:
    """The questions, asked of one service. Every method raises ClausegraphError with its mend."""

    service: Service
    settings: ServiceSettings

    def search(
        self,
        query: Annotated[str, Field(description="what to look for, in any words")],
        k: Annotated[int, Field(ge=1, description="how many units")] = 5,
        mode: Mode = "hybrid",
        instruments: Names = (),
        kinds: Names = (),
        elements: Numbers = (),
        bindingness: Names = (),
        bodies: Names = (),
        edition: Annotated[
            str | None,
            Field(description="only this edition, such as compact@draft-2022; else current ones"),
        ] = None,
    ) -> Told:
        """Find provisions by meaning and by words.

        Each unit comes with its identifier, its citation, its words and the sentence that matched.
        Being near in meaning is neither a citation nor a claim: for links ask `backing` or `backs`.
        Where `no_good_match` is true the texts do not answer the question: say that, and do not
        present the nearest as an answer.
        """
        check_words("query", query, self.settings)
        check_results("k", k, self.settings)
        if mode != "lexical":
            self.service.need_model()
        options = SearchOptions(k, mode, instruments, kinds, elements, bindingness, bodies, edition)
        answer = self.service.index.search_json(query, options)
        metrics.SEARCHES.labels(mode).inc()
        return Told(texts.searched(answer), answer)

    def show(self, identifier: Identifier) -> Told:
        """Show a unit with its words, a note, a provision or an instrument, by identifier.

        `compact@EDITION:para_26` is a unit as that edition prints it. Of a provision whose text is
        not here there is what an editor says of it, which is no quotation.
        A note whose state is text-absent is a marker in the source without the text of the note:
        what it cites is not known.
        """
        view = self.service.index.show_json(identifier)
        return Told(texts.shown(view), view)

    def backing(
        self,
        identifier: Identifier,
        families: Families = (),
        bodies: Names = (),
        bindingness: Names = (),
        min_probability: Probability = None,
        most: Most = 20,
    ) -> Told:
        """Say what backs a unit, an element of the framework or an instrument.

        Three families, which are never to be mixed: `citations`, where the text itself points to
        the target, with the words quoted; `curated`, which editors of this project claim, each with
        a reason (neither WHO nor ILO nor anyone else has made the claim); `suggested`, which a
        model found similar in wording and which is nobody's claim. Say which family a link is of.
        An empty family has a remark that says why it is empty.
        """
        options = LinkOptions(families, bodies, bindingness, min_probability)
        return self._linked(self.service.index.backing_json(identifier, options), most)

    def backs(
        self,
        identifier: Identifier,
        families: Families = (),
        bodies: Names = (),
        bindingness: Names = (),
        min_probability: Probability = None,
        most: Most = 20,
    ) -> Told:
        """Say what a provision, a unit or an instrument backs: the other way round of `backing`.

        The same three families, never to be mixed: `citations` that the text itself makes,
        `curated` claims of this project's editors, `suggested` similar wordings of a model.
        """
        options = LinkOptions(families, bodies, bindingness, min_probability)
        return self._linked(self.service.index.backs_json(identifier, options), most)

    def cite(self, identifier: Identifier, style: Style = HOUSE) -> Told:
        """Write the citation of a unit, a provision or an instrument, ready to be copied.

        What is not known is named in `incomplete`, what no text at hand confirmed in `unverified`:
        pass both on, and make up nothing.
        """
        answer = self.service.index.cite_json(identifier, style)
        return Told(texts.cited(answer), answer)

    def resolve(
        self, citation: Annotated[str, Field(description="such as “Art. 13 of C155” or “26(g)”")]
    ) -> Told:
        """Say what a citation in human form means: one thing, several, or none with the nearest.

        It never guesses. With `several`, ask which is meant, unless `listed` is true: then the
        citation is a list or a range, and names them all. With `none`, the citation is to nothing
        that is registered here, which does not mean that it does not exist.
        """
        check_words("citation", citation, self.settings)
        answer = self.service.index.resolve_json(citation)
        return Told(texts.resolved(answer), answer)

    def extract(self, text: Draft) -> Told:
        """Find every citation in a text, with its place and what it points to.

        These are citations that the text itself makes. `ambiguous` fits several instruments,
        `unresolved` none that is registered.
        """
        check_text(text, self.settings)
        answer = self.service.index.extract_json(text)
        return Told(texts.extracted(answer), answer)

    def trace(
        self,
        text: Draft,
        mode: Mode = "hybrid",
        most: Annotated[
            int, Field(ge=1, le=20, description="most links of each family behind each clause")
        ] = 3,
    ) -> Told:
        """Check a draft: its citations, the clauses near its sentences, the elements it leaves out.

        `citations` are those that the draft makes, each with a verdict. The clauses beside a
        sentence are near it in meaning, which is no claim; what stands behind them, in `backing`,
        keeps what the texts cite apart from what editors claim. `limits` says what was left out.
        """
        check_text(text, self.settings)
        if mode != "lexical":
            self.service.need_model()
        options = trace_options(mode, self.settings)
        answer = slim.trace(self.service.index.trace_json(text, options), most)
        return Told(texts.traced(answer), answer)

    def coverage(
        self,
        elements: Numbers = (),
        families: Families = (),
        bodies: Names = (),
        bindingness: Names = (),
        min_probability: Probability = None,
    ) -> Told:
        """Say which elements of the framework which instruments cover, and where there are gaps.

        Counts are apart for the three families: what texts cite, what editors claim, what a model
        suggests. Ask for a few elements to get the units and the provisions too.
        """
        options = LinkOptions(families, bodies, bindingness, min_probability)
        answer = slim.coverage(self.service.index.coverage_json(options, elements), elements)
        return Told(texts.covered(answer), answer)

    async def sparql(
        self,
        query: Annotated[
            str, Field(description="SPARQL 1.1: SELECT, ASK, CONSTRUCT or DESCRIBE; with a LIMIT")
        ],
    ) -> Told:
        """Ask the graph in SPARQL 1.1, for what the other tools do not answer.

        Read-only, without updates, LOAD or other services. The default graph is the union of named
        graphs that keep the families of links apart: `…/graph/citations`, `…/graph/curated` and
        `…/graph/suggestions`; use GRAPH to know which family a link is of. Prefix `cg:` is
        <https://w3id.org/clausegraph/ns#>. Meaning-search inside a query: SERVICE cg:search
        { [] cg:query "words" ; cg:limit 10 ; cg:unit ?u ; cg:score ?s }. A query is bounded in
        time, rows, bytes and memory, and stopped beyond that.
        """
        check_query(query, self.settings)
        answer = await self.service.sparql.run(Query(query, "json", "turtle"))
        if answer.size > self.settings.mcp_sparql_bytes:
            answer.body.close()
            raise QueryError(
                f"The answer has {answer.size} bytes; the limit is "
                f"{self.settings.mcp_sparql_bytes} (CLAUSEGRAPH_MCP_SPARQL_BYTES).",
                mend="Ask for fewer rows with LIMIT, or for fewer variables.",
            )
        text = answer.body.read().decode()
        if answer.is_graph:
            return Told(text, {"turtle": text, "triples": answer.rows})
        return Told(texts.table(found := json.loads(text)), found)

    @staticmethod
    def _linked(answer: dict[str, Any], most: int) -> Told:
        cut = slim.links(answer, most)
        return Told(texts.linked(cut), cut)
