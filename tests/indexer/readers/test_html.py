"""Pages: the text that a reader sees, in the conventions of the parser."""

import pytest

from indexer.errors import InputError
from indexer.readers.html import read_html
from indexer.readers.limits import ReadLimits

LIMITS = ReadLimits()
PAGE = """<!DOCTYPE html><html lang="en"><head><title>C155 - Tea | NORMLEX</title>
<script>alert("x")</script><style>p { color: red }</style></head>
<body><nav><ul><li>Home</li></ul></nav><div id="menu"><a href="/">All texts</a></div>
<h2>On tea</h2>
<div align="center"><b>PART I. LEAVES</b></div>
<h3>Article&nbsp;1</h3>
<ol><li>Tea has leaves.<sup><a href="#fn1" id="r1">1</a></sup></li>
<li>They are:<ol type="a"><li>green;</li><li>black:
<ol type="i"><li>old;</li></ol></li></ol></li></ol>
<p><strong>Article 2</strong></p><p>1. Bags.<br>2. Boxes: (see <em>this</em>)</p>
<ul><li>(a) small;</li><li>large.</li></ul>
<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>
<hr><ol class="notes"><li id="fn1">Not herbs. <a href="#r1">↩</a></li></ol>
<footer>© somebody</footer></body></html>"""
TEXT = """# On tea

## PART I. LEAVES

### Article 1

1. Tea has leaves.¹

2. They are:

(a) green;

(b) black:

(i) old;

### Article 2

1. Bags.
2. Boxes: (see this)

(a) small;

- large.

| A | B |
| 1 | 2 |

¹ Not herbs.
"""


def text_of(body: str) -> str:
    return read_html(f"<html><body>{body}</body></html>".encode(), "tea.html", LIMITS).text


def test_a_page_reads_as_it_is_seen() -> None:
    document = read_html(PAGE.encode(), "tea.html", LIMITS)
    assert document.text == TEXT
    assert document.title == "C155 - Tea | NORMLEX"
    assert document.language == "en"


CASES = [
    ("<p>a</p><script>b</script><template>c</template>", "a\n"),
    ("<p>a<span style='display: none'>b</span></p><p hidden>c</p>", "a\n"),
    (
        "<main><p>a long text of tea and more of it</p></main><p>b</p>",
        "a long text of tea and more of it\n",
    ),
    ("<p>x<sup>2</sup></p>", "x²\n"),
    ("<p>co&shy;op</p>", "coop\n"),
    ("<table><tr><td><h3>Article 1</h3><p>Tea.</p></td></tr></table>", "### Article 1\n\nTea.\n"),
    ("<ol start=3><li>c</li><li value=7>g</li></ol>", "3. c\n\n7. g\n"),
    ("<ol><li>(1) own label</li><li>(2) own</li></ol>", "(1) own label\n\n(2) own\n"),
    ("<ol type=A><li>x</li></ol>", "(A) x\n"),
    ("a<div>b</div>c", "a\n\nb\n\nc\n"),
    ("<p>unclosed <b>tea<p>more", "unclosed tea\n\nmore\n"),
]


@pytest.mark.parametrize(("body", "text"), CASES, ids=[body for body, _ in CASES])
def test_elements_become_lines(body: str, text: str) -> None:
    assert text_of(body) == text


def test_an_encoding_that_a_page_declares_is_believed_and_told() -> None:
    page = '<html><head><meta charset="windows-1252"></head><body><p>“tea”</p></body></html>'
    document = read_html(page.encode("cp1252"), "tea.html", LIMITS)
    assert document.text == "“tea”\n"
    assert [notice.what for notice in document.notices] == ["tea.html is in windows-1252."]


def test_a_page_that_declares_a_wrong_encoding_is_refused() -> None:
    page = b'<html><head><meta charset="ascii"></head><body>\xff</body></html>'
    with pytest.raises(InputError, match="declares the encoding 'ascii', in which it is not"):
        read_html(page, "tea.html", LIMITS)


def test_elements_without_end_are_refused() -> None:
    with pytest.raises(InputError, match=r"nested too deep to be read\. Save the text"):
        text_of("<div>" * 5000 + "tea")
