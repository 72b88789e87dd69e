"""Every name that the graph uses, in closed namespaces, so that a misspelt term is an error.

`CG` mirrors clausegraph.ttl exactly (a test compares the two). The other classes hold only those
terms of published vocabularies that the project uses and that rdflib does not ship; for SKOS, PROV,
DCTERMS, OWL and RDF use rdflib's own, which are closed too.

`CG.Sction` raises AttributeError; so does `CG["sction"]`.
"""

# ruff: noqa: N815 - the published vocabularies write their terms in mixed case
from __future__ import annotations

from typing import Final

from rdflib import DCTERMS, OWL, PROV, RDF, RDFS, SKOS, XSD, Namespace, URIRef
from rdflib.namespace import DefinedNamespace

NAMESPACE: Final = "https://w3id.org/clausegraph/ns#"


class CG(DefinedNamespace):
    """The project's own terms, defined in clausegraph.ttl."""

    _fail = True
    _NS = Namespace(NAMESPACE)

    # what is described
    Instrument: URIRef
    Edition: URIRef
    Unit: URIRef
    UnitText: URIRef
    Provision: URIRef
    RegisteredProvision: URIRef
    Endnote: URIRef
    Footnote: URIRef
    NoteState: URIRef
    Bindingness: URIRef
    FrameworkArea: URIRef
    FrameworkElement: URIRef
    CuratedLink: URIRef
    Suggestion: URIRef

    # kinds of unit
    Action: URIRef
    ActionArea: URIRef
    Annex: URIRef
    Article: URIRef
    ArticleParagraph: URIRef
    Box: URIRef
    Chapter: URIRef
    Formula: URIRef
    Note: URIRef
    OperativeParagraph: URIRef
    Paragraph: URIRef
    Part: URIRef
    Point: URIRef
    PolicyAction: URIRef
    PreambularParagraph: URIRef
    Principle: URIRef
    Question: URIRef
    Quotation: URIRef
    Recommendation: URIRef
    Reference: URIRef
    Section: URIRef
    Table: URIRef
    TableCell: URIRef
    Theme: URIRef
    TimelineEntry: URIRef

    # states and degrees
    TextAbsent: URIRef
    TextPresent: URIRef
    Resolved: URIRef
    Binding: URIRef
    BindingInPart: URIRef
    BindingWhenRatified: URIRef
    NonBinding: URIRef

    # properties of instruments, editions and files
    bindingness: URIRef
    notAfter: URIRef
    notBefore: URIRef
    status: URIRef
    versionNote: URIRef
    year: URIRef

    # properties of units
    accelerates: URIRef
    attribution: URIRef
    basis: URIRef
    citeAs: URIRef
    hasMarker: URIRef
    inInstrument: URIRef
    inSection: URIRef
    kind: URIRef
    ordinal: URIRef
    position: URIRef
    printedLabel: URIRef
    subject: URIRef
    text: URIRef
    underElement: URIRef

    # properties of texts, markers and notes
    noteState: URIRef
    offset: URIRef
    standsAt: URIRef

    # properties of the three families of links
    backedBy: URIRef
    matchedRule: URIRef
    model: URIRef
    poolSize: URIRef
    probability: URIRef
    rank: URIRef
    relatedProvision: URIRef
    suggests: URIRef
    toInstrument: URIRef
    via: URIRef

    # meaning-search inside a query
    limit: URIRef
    mode: URIRef
    query: URIRef
    score: URIRef
    search: URIRef
    similarity: URIRef
    unit: URIRef

    # bounds of the SPARQL endpoint
    memoryLimit: URIRef
    rowLimit: URIRef
    sizeLimit: URIRef
    timeLimit: URIRef


class ELI(DefinedNamespace):
    """European Legislation Identifier, 1.5: works, their editions and files, their parts."""

    _fail = True
    _NS = Namespace("http://data.europa.eu/eli/ontology#")

    Expression: URIRef
    Format: URIRef
    LegalExpression: URIRef
    LegalResource: URIRef
    LegalResourceSubdivision: URIRef
    Work: URIRef
    WorkSubdivision: URIRef
    cites: URIRef
    date_document: URIRef
    id_local: URIRef
    is_embodied_by: URIRef
    is_part_of: URIRef
    is_realized_by: URIRef
    language: URIRef
    number: URIRef
    realizes: URIRef
    title: URIRef


class CITO(DefinedNamespace):
    """Citation Typing Ontology: a citation, which is always a human's act."""

    _fail = True
    _NS = Namespace("http://purl.org/spar/cito/")

    Citation: URIRef
    hasCitationCharacterization: URIRef
    hasCitedEntity: URIRef
    hasCitingEntity: URIRef
    citesAsAuthority: URIRef


class C4O(DefinedNamespace):
    """Citation Counting and Context Characterization Ontology: markers in running text."""

    _fail = True
    _NS = Namespace("http://purl.org/spar/c4o/")

    InTextReferencePointer: URIRef
    denotes: URIRef
    hasContent: URIRef
    hasContext: URIRef


class BIRO(DefinedNamespace):
    """Bibliographic Reference Ontology: what a marker points to."""

    _fail = True
    _NS = Namespace("http://purl.org/spar/biro/")

    BibliographicReference: URIRef


class OA(DefinedNamespace):
    """Web Annotation: a place in a file, by position and by quotation."""

    _fail = True
    _NS = Namespace("http://www.w3.org/ns/oa#")

    Annotation: URIRef
    SpecificResource: URIRef
    TextPositionSelector: URIRef
    TextQuoteSelector: URIRef
    end: URIRef
    exact: URIRef
    hasBody: URIRef
    hasSelector: URIRef
    hasSource: URIRef
    hasTarget: URIRef
    linking: URIRef
    motivatedBy: URIRef
    prefix: URIRef
    start: URIRef
    suffix: URIRef


class SSSOM(DefinedNamespace):
    """Simple Standard for Sharing Ontological Mappings: how a link came about, and how strong."""

    _fail = True
    _NS = Namespace("https://w3id.org/sssom/")

    confidence: URIRef
    mapping_justification: URIRef
    mapping_tool: URIRef
    mapping_tool_version: URIRef
    similarity_measure: URIRef
    similarity_score: URIRef


class SEMAPV(DefinedNamespace):
    """Semantic mapping vocabulary: the kinds of justification that SSSOM names."""

    _fail = True
    _NS = Namespace("https://w3id.org/semapv/vocab/")

    CompositeMatching: URIRef
    ManualMappingCuration: URIRef
    SemanticSimilarityThresholdMatching: URIRef


class PAV(DefinedNamespace):
    """Provenance, Authoring and Versioning: who wrote a claim, which version of a tool."""

    _fail = True
    _NS = Namespace("http://purl.org/pav/")

    authoredBy: URIRef
    version: URIRef


class SD(DefinedNamespace):
    """SPARQL 1.1 Service Description: what an endpoint offers. Not in the graph itself."""

    _fail = True
    _NS = Namespace("http://www.w3.org/ns/sparql-service-description#")

    Dataset: URIRef
    Feature: URIRef
    Function: URIRef
    Graph: URIRef
    NamedGraph: URIRef
    SPARQL11Query: URIRef
    Service: URIRef
    UnionDefaultGraph: URIRef
    availableGraphs: URIRef
    defaultDataset: URIRef
    defaultGraph: URIRef
    endpoint: URIRef
    extensionFunction: URIRef
    feature: URIRef
    graph: URIRef
    name: URIRef
    namedGraph: URIRef
    resultFormat: URIRef
    supportedLanguage: URIRef


PREFIXES: Final[dict[str, str]] = {
    "biro": str(BIRO),
    "c4o": str(C4O),
    "cg": NAMESPACE,
    "cito": str(CITO),
    "dct": str(DCTERMS),
    "eli": str(ELI),
    "oa": str(OA),
    "owl": str(OWL),
    "pav": str(PAV),
    "prov": str(PROV),
    "rdf": str(RDF),
    "rdfs": str(RDFS),
    "semapv": str(SEMAPV),
    "skos": str(SKOS),
    "sssom": str(SSSOM),
    "xsd": str(XSD),
}
"""The prefixes of every file that the project writes, and of its example queries."""
