"""The registered provisions as triples: which there are, and what they are about in our words.

Where a provision's text is in the build it is a unit already, and gets its subject besides. Else
it is a cg:RegisteredProvision: it can be cited and pointed to, and its words are not here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pyoxigraph import NamedNode, Triple
from rdflib import DCTERMS, RDF

from indexer.graph.links import Graphed
from indexer.graph.registry import LABEL_LANGUAGE
from indexer.graph.terms import about, string, tagged
from indexer.ident import split_id
from indexer.model import Provision
from ontology.terms import CG, ELI


def provision_triples(graphed: Graphed, cite: Callable[[str], str]) -> Iterator[Triple]:
    """Yield the triples of every registered provision; `cite` cites by identifier."""
    known = {provision.id for provision in graphed.provisions} | graphed.units.keys()
    for provision in graphed.provisions:
        subject = graphed.iri(provision.id)
        yield from about(
            subject,
            (CG.subject, tagged(provision.subject, LABEL_LANGUAGE)),
            (CG.basis, string(provision.basis)),
        )
        if provision.id not in graphed.units:
            above = graphed.iri(_above(provision.id, known))
            yield from _provision(provision, subject, above, graphed, cite)


def _above(identifier: str, known: set[str]) -> str:
    """Return the nearest provision above that is known, else the instrument."""
    above = identifier
    while "__" in above:
        above = above.rpartition("__")[0]
        if above in known:
            return above
    return split_id(identifier)[0]


def _provision(
    provision: Provision,
    subject: NamedNode,
    above: NamedNode,
    graphed: Graphed,
    cite: Callable[[str], str],
) -> Iterator[Triple]:
    instrument = graphed.instruments[provision.instrument]
    yield from about(
        subject,
        (RDF.type, ELI.WorkSubdivision),
        (RDF.type, ELI.LegalResourceSubdivision if instrument.is_law else None),
        (RDF.type, CG.Provision if instrument.is_law else None),
        (RDF.type, CG.RegisteredProvision),
        (DCTERMS.identifier, string(provision.id)),
        (ELI.id_local, string(provision.eid)),
        (ELI.is_part_of, above),
        (CG.inInstrument, graphed.names.instrument(instrument)),
        (CG.citeAs, string(cite(provision.id))),
    )
