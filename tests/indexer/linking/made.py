"""A small world of links: six topics, each with units that ask and provisions that answer."""

from collections.abc import Iterable

from indexer.concepts import Concept, Vocabulary
from indexer.linking.ground import Ground, Material
from indexer.linking.targets import Target, Targets
from indexer.links.model import Link, Links
from indexer.model import Unit
from indexer.retrieval.hash_encoder import HashEncoder
from indexer.wording import Reader
from tests.indexer.made_units import made_unit

TOPICS = {
    "rest": ("weekly rest and breaks", "rest breaks during the week"),
    "wages": ("fair wages paid on time", "payment of fair wages"),
    "masks": ("protective masks and gloves", "supply of masks and gloves"),
    "unions": ("forming unions without fear", "freedom to form unions"),
    "danger": ("leaving a place in danger", "right to leave in danger"),
    "leave": ("maternity leave with benefits", "leave at maternity"),
}
VERBS = ("give", "offer", "ensure", "keep", "plan", "check")
PROVISIONS_EACH = 5
DAY = "2025-11-21"


def unit(identifier: str, text: str, parent: str | None = None, element: int | None = None) -> Unit:
    return made_unit(identifier, text, kind="recommendation", parent=parent, element=element)


def units() -> list[Unit]:
    """Six paragraphs, one for each topic, with six units."""
    return [
        unit(
            f"compact:para_{number}__point_{letter}",
            f"Employers {verb} {asked} in every ward number {letter}.",
            element=number,
        )
        for number, (asked, _) in enumerate(TOPICS.values(), 1)
        for letter, verb in zip("abcdef", VERBS, strict=True)
    ]


def targets() -> Targets:
    """A convention for each topic: an article with paragraphs, and one about something else."""
    found = []
    for number, (_, answered) in enumerate(TOPICS.values(), 1):
        for paragraph in range(PROVISIONS_EACH):
            words = f"{answered}, part {paragraph}"
            found.append(Target(f"C{number:03}:art_1__para_{paragraph}", words, None))
        found.append(Target(f"C{number:03}:art_1", answered, None))
        found.append(Target(f"C{number:03}:art_2", "entry into force and ratification", None))
        found.append(Target(f"C{number:03}:art_3", f"reports on {number} inspections", None))
    return Targets(tuple(sorted(found, key=lambda target: target.id)))


def vocabulary() -> Vocabulary:
    concepts = [Concept(name, name, elements=(n,)) for n, name in enumerate(TOPICS, 1)]
    return Vocabulary(concepts, Reader((), (), {}))


def link(subject: str, target: str, predicate: str = "backedBy") -> Link:
    return Link(subject, predicate, target, "test editors", DAY, "in print", "text", 0.9, "So.")


def curated(rows: Iterable[Unit]) -> tuple[Link, ...]:
    """Each unit is backed by two paragraphs of its topic's convention and related to a third."""
    found = []
    for row in rows:
        number = row.element or 0
        first = ord(row.id[-1]) % 3
        for paragraph, predicate in enumerate(("backedBy", "backedBy", "relatedProvision")):
            target = f"C{number:03}:art_1__para_{first + paragraph}"
            found.append(link(row.id, target, predicate))
    return tuple(found)


def ground(rows: Iterable[Unit] | None = None, answers: Targets | None = None) -> Ground:
    some = targets() if answers is None else answers
    names = {target.instrument for target in some.all}
    material = Material(
        list(units() if rows is None else rows),
        some,
        {name: f"Convention {name}" for name in names},
        {name: (f"subject-{name}",) for name in names},
        len(TOPICS),
    )
    return Ground(material, vocabulary(), HashEncoder())


def links() -> Links:
    return Links(curated=curated(units()))
