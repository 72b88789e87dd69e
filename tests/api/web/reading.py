"""A page read as a browser would: what every page must have, and where its links lead."""

from __future__ import annotations

from urllib.parse import urldefrag, urljoin, urlsplit

from httpx2 import Response
from selectolax.lexbor import LexborHTMLParser

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


def faults(response: Response) -> list[str]:
    """What a page lacks that every page must have."""
    tree = LexborHTMLParser(response.text)
    return [
        *_head(tree),
        *_structure(tree),
        *_names(tree),
        *_inline(tree),
        *_policy(response.headers.get("content-security-policy", "")),
    ]


def _head(tree: LexborHTMLParser) -> list[str]:
    html, title = tree.css_first("html"), tree.css_first("title")
    found = []
    if html is None or html.attributes.get("lang") != "en":
        found.append("no language")
    if title is None or len(title.text(strip=True)) < len("x – clausegraph"):
        found.append("no title")
    return found


def _structure(tree: LexborHTMLParser) -> list[str]:
    found = [
        f"{len(tree.css(name))} {name}"
        for name in ("h1", "main", "body > header", "body > footer")
        if len(tree.css(name)) != 1
    ]
    levels = [int((own.tag or "h0")[1]) for own in tree.css("h1, h2, h3, h4, h5, h6")]
    pairs = zip([0, *levels], levels, strict=False)
    found += [f"h{after} follows h{before}" for before, after in pairs if after > before + 1]
    if tree.css_first("body > a.skip[href='#main']") is None:
        found.append("no way past the navigation")
    return found


def _names(tree: LexborHTMLParser) -> list[str]:
    ids = [own.attributes["id"] for own in tree.css("[id]")]
    found = [f"id {own!r} twice" for own in {own for own in ids if ids.count(own) > 1}]
    for field in tree.css("input:not([type=hidden]), select, textarea"):
        named = tree.css(f"label[for='{field.attributes.get('id')}']")
        inside = field.parent is not None and field.parent.tag == "label"
        if not named and not inside:
            found.append(f"no label for {field.attributes}")
    for own in tree.css("[aria-labelledby]"):
        if own.attributes["aria-labelledby"] not in ids:
            found.append(f"labelled by nothing: {own.attributes}")
    for own in tree.css("a, button, th"):
        if not own.text(strip=True) and not own.attributes.get("aria-label"):
            found.append(f"nothing to read in {own.html}")
    return found


def _inline(tree: LexborHTMLParser) -> list[str]:
    found = [f"inline {own.tag}" for own in tree.css("style, script:not([src])")]
    for own in tree.css("*"):
        found += [f"{name} of {own.tag}" for name in own.attributes if name.startswith("on")]
        found += [f"style of {own.tag}" for name in own.attributes if name == "style"]
    for own in tree.css("script[src], img[src], link[rel=stylesheet]"):
        address = own.attributes.get("src") or own.attributes.get("href") or ""
        if urlsplit(address).netloc:
            found.append(f"from elsewhere: {address}")
    return found


def _policy(policy: str) -> list[str]:
    wanted = ("default-src 'none'", "script-src 'self'", "style-src 'self'", "form-action 'self'")
    return [f"policy without {own}" for own in wanted if own not in policy] + (
        ["unsafe policy"] if "unsafe" in policy else []
    )


def links(response: Response) -> tuple[set[str], set[str]]:
    """The addresses of a page on this service without fragments, and its fragments' faults."""
    tree = LexborHTMLParser(response.text)
    ids = {own.attributes["id"] for own in tree.css("[id]")}
    here = str(response.url)
    inside, broken = set(), set()
    for own in tree.css("a[href], link[href], script[src], img[src]"):
        raw = own.attributes.get("href") or own.attributes.get("src") or ""
        address, fragment = urldefrag(urljoin(here, raw))
        if urlsplit(address).netloc != urlsplit(here).netloc:
            continue
        if raw.startswith("#") and fragment not in ids:
            broken.add(raw)
        inside.add(address)
    return inside, broken
