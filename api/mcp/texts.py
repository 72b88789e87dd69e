"""Answers in plain words, for models and people who read text rather than JSON."""

from __future__ import annotations

from typing import Any, Final

Json = dict[str, Any]
TITLES: Final = {
    "citations": "CITES (the text itself points there)",
    "curated": "BACKED BY, EDITORIAL (claimed by editors of this project, by nobody else)",
    "suggested": "SIMILAR WORDING (a model's suggestion, nobody's claim)",
}


def searched(answer: Json) -> str:
    """Return the hits of a search, each with its name, its citation and its words."""
    hits = [
        f"{hit['id']}  score {hit['score']:.2f}\n  {hit['cite_as']}\n  {hit['text']}"
        for hit in answer["items"]
    ]
    if answer["no_good_match"]:
        hits.insert(0, "No good match. What is nearest, for what it is worth:")
    return "\n\n".join(hits) or "Nothing was found."


def shown(view: Json) -> str:
    """Return a unit, a note or an instrument in words."""
    name = view.get("cite_as") or view.get("title") or ""
    text = view.get("text") or ""
    if not text and view.get("state") == "text-absent":
        where = "build" if view["kind"] == "provision" else "source"
        text = f"Its text is not in the {where}: text-absent."
    told = ("kind", "parent", "bindingness", "subject", "edition")
    rest = [f"{key}: {view[key]}" for key in told if view.get(key)]
    return "\n".join(part for part in (f"{view['id']}  {name}", text, *rest) if part)


def linked(answer: Json) -> str:
    """Return links in three families that are kept apart, each with its evidence."""
    about = answer["unit"]
    parts = [f"{about['id']}  {about.get('cite_as') or ''}", about.get("text") or ""]
    for family, title in TITLES.items():
        remark = answer["remarks"].get(family)
        rows = [_link(row) for row in answer[family]]
        left = answer["left_out"][family]
        more = [f"- and {left} more (ask with a larger `most`)"] if left else []
        parts.append("\n".join([f"{title}:", *rows, *more, *([remark] if remark else [])]))
    return "\n\n".join(part for part in parts if part)


def _link(row: Json) -> str:
    words = row.get("subject") or row.get("text") or ""
    proof = row.get("reason") or row.get("quote") or f"score {row.get('score')}"
    binds = row["bindingness"]
    return f"- {row['unit']} → {row['target']}  {row['cite_as']} [{binds}] {words} — {proof}"


def cited(answer: Json) -> str:
    """Return a citation and what it lacks."""
    parts = [answer["citation"]]
    for key, words in (("incomplete", "Not known"), ("unverified", "Not verified")):
        if answer[key]:
            parts.append(f"{words}: {', '.join(answer[key])}.")
    return "\n".join(parts)


def resolved(answer: Json) -> str:
    """Return what a citation means: one thing, several, or nothing with the nearest."""
    if answer["status"] == "none":
        nearest = ", ".join(item["id"] for item in answer["nearest"])
        why = f" {answer['remark']}" if answer["remark"] else ""
        return f"Cites nothing that is registered here.{why} Nearest: {nearest or 'nothing'}."
    several = "It names each of:" if answer["listed"] else "Several matches; it is not guessed:"
    head = "One match:" if answer["status"] == "one" else several
    rows = [
        f"- {item['id']}  {item['cite_as']} [{item['bindingness']}]" for item in answer["items"]
    ]
    return "\n".join([head, *rows])


def extracted(answer: Json) -> str:
    """Return the citations of a text with their places."""
    rows = [
        f"- {row['start']}–{row['end']} “{row['quote']}” {row['status']}: "
        f"{', '.join(row['targets']) or 'nothing'}"
        for row in answer["items"]
    ]
    return "\n".join([f"{answer['total']} citation(s):", *rows])


def traced(answer: Json) -> str:
    """Return what holds of a draft."""
    verdicts = ", ".join(
        f"{n} {verdict}" for verdict, n in answer["totals"]["verdicts"].items() if n
    )
    parts = [f"Citations: {verdicts or 'none'}."]
    parts += [
        f"- “{row['quote']}” {row['verdict']}" + "".join(f"; {why}" for why in row["problems"])
        for row in answer["citations"]
    ]
    parts.append("Sentences and the nearest clauses (near in meaning; not a claim of the text):")
    for row in answer["sentences"]:
        near = [c["cite_as"] for c in row["clauses"] if c["good"]]
        parts.append(f"- “{row['quote']}” → {'; '.join(near) or 'no good match'}")
    untouched = ", ".join(own["label"] for own in answer["elements"]["untouched"])
    parts.append(f"Elements of the framework that it leaves out: {untouched or 'none'}.")
    return "\n".join([*parts, *answer["limits"]["remarks"]])


def covered(answer: Json) -> str:
    """Return which elements which instruments cover, with counts of each family."""
    rows = [
        f"- element {cell['element']} ({cell['label']}): {cell['instrument']} "
        f"[{cell['bindingness']}] cites {cell['counts']['citations']}, "
        f"editorial {cell['counts']['curated']}, similar {cell['counts']['suggested']}"
        for cell in answer["items"]
    ]
    return "\n".join(rows) or "Nothing covers what was asked for."


def table(answer: Json) -> str:
    """Return the result of a SELECT as lines of tab-separated values, or that of an ASK."""
    if "boolean" in answer:
        return "true" if answer["boolean"] else "false"
    names = answer["head"]["vars"]
    rows = [
        "\t".join(row.get(name, {}).get("value", "") for name in names)
        for row in answer["results"]["bindings"]
    ]
    return "\n".join(["\t".join(names), *rows, f"({len(rows)} rows)"])
