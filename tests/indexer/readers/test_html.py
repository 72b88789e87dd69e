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

LOOKS = [
    # A page whose whole text lies in a form, with its logo before it.
    (
        "<form><input name=x><div id=header><a href=/>LAW</a></div>"
        "<h1>On tea</h1><p>Tea.</p></form>",
        "# On tea\n\nTea.\n",
    ),
    ("<section id=social-tea><p>Tea.</p></section><p>x</p>", "Tea.\n\nx\n"),
    ("<div class=social><a href=x>Share this</a></div><p>Tea.</p>", "Tea.\n"),
    ("<p>Tea.<span class=sr-only>!</span></p><div class=cookie-banner>We use</div>", "Tea.\n"),
    ("<article><header><h1>On tea</h1></header><p>Tea.</p></article>", "# On tea\n\nTea.\n"),
    ("<p>x</p><h3>Article 1<br>Scope</h3><p>Tea.</p>", "x\n\n### Article 1. Scope\n\nTea.\n"),
    ("<p>x</p><h3>Article 1</h3><h4>Scope</h4><p>Tea.</p>", "x\n\n### Article 1. Scope\n\nTea.\n"),
    (
        "<p>x</p><p align=center>Article 1</p><p><i>Scope</i></p><p>1. Tea.</p>",
        "x\n\n### Article 1. Scope\n\n1. Tea.\n",
    ),
    ("<p>x</p><h3>Article 9</h3><h3>Annex</h3>", "x\n\n### Article 9. Annex\n"),
    ("<p>x</p><h3>Article 9</h3><h3>Part II</h3>", "x\n\n### Article 9\n\n## Part II\n"),
    ("<p>x</p><center><b>LEAVES</b></center><p>Tea.</p>", "x\n\n## LEAVES\n\nTea.\n"),
    ("<p>x</p><p class=oj-ti-grseq-1>Leaves</p>", "x\n\n## Leaves\n"),
    ("<p align=center><b>On<br>tea</b></p><p>Tea.</p>", "# On tea\n\nTea.\n"),
    ("<pre>Article 1\n\n1. Tea\nis tea.</pre>", "Article 1\n\n1. Tea\nis tea.\n"),
    ("<p>Tea <del>is not</del> is.</p>", "Tea is.\n"),
]
LISTS = [
    ("<ol start=3><li><ol type=a><li>x</li><li>y</li></ol></li></ol>", "3. (a) x\n\n(b) y\n"),
    ("<ol><li>x<ol><li>y</li></ol></li></ol>", "1. x\n\n(1) y\n"),
    ("<ol style='list-style: lower-roman inside'><li>x</li></ol>", "(i) x\n"),
    ("<ol class=upper-alpha><li>x</li></ol>", "(A) x\n"),
    ("<ul style='list-style-type:none'><li>x</li></ul>", "x\n"),
    ("<ul type=none><li>i. x</li></ul>", "- i. x\n"),
    ("<ol reversed><li>x</li><li>y</li></ol>", "2. x\n\n1. y\n"),
    ("<ol><li><p>x</p><p>y</p></li></ol>", "1. x\n\ny\n"),
    ("<dl><dt>(a)</dt><dd>x</dd><dt>Tea</dt><dd>means y</dd></dl>", "(a) x\n\nTea\n\nmeans y\n"),
    (
        "<table><tr><td>(a)</td><td>x:<table><tr><td>(i)</td><td>y</td></tr></table></td></tr></table>",
        "(a) x:\n\n(i) y\n",
    ),
    ("<table><tr><td>1</td><td>x</td></tr></table>", "| 1 | x |\n"),
    ("<table><tr><th>a.</th><th>x</th></tr></table>", "| a. | x |\n"),
    (
        "<p><![if !supportLists]><span style='mso-list:Ignore'>1.<span>&nbsp;&nbsp; </span></span>"
        "<![endif]>x<o:p></o:p></p>",
        "1. x\n",
    ),
]
NOTES = [
    ("<p>x<sup>[20]</sup> y<sup>[21],[22]</sup></p>", "x^[20] y^{[21],[22]}\n"),
    ("<p>x<sup>24–26</sup> 1<sup>st</sup></p>", "x^{[24],[25],[26]} 1st\n"),
    (
        "<p>x<a href='#_ftn1' name=_ftnref1><span class=MsoFootnoteReference>[1]</span></a></p>"
        "<div id=ftn1><p><a href='#_ftnref1' name=_ftn1>[1]</a> y</p></div>",
        "x¹\n\n¹ y\n",
    ),
    (
        "<p>x<sup><a href='#n3'>3</a></sup>, z<sup><a href='#n4'>4</a></sup></p><h2>Endnotes</h2>"
        "<ol start=3><li id=n3>y</li><li id=n4>w</li></ol>",
        "x^[3], z^[4]\n\nEndnotes\n\n[3] y\n\n[4] w\n",
    ),
    (
        "<p>x<sup>1</sup> z<sup>2,3</sup></p><h2>Notes</h2><p>1. y</p><p>2. v</p><p>3. w</p>",
        "x^[1] z^{[2],[3]}\n\nNotes\n\n1. y\n\n2. v\n\n3. w\n",
    ),
    ("<p>x<sup><a href='#s'>*</a></sup></p><p id=s>* y</p>", "x¹\n\n¹ y\n"),
    (
        "<p>x<a href='#f1' id=r1 role=doc-noteref>1</a></p>"
        "<ol><li id=f1><p>y</p><p>z<a href='#r1'>↩︎</a></p></li></ol>",
        "x¹\n\n¹ y z\n",
    ),
    ("<p><a href='#a1'>1</a> x</p><p id=a1>y</p>", "1 x\n\ny\n"),
]
SHEETS = [
    # As Google Docs writes pages: looks and labels of lists stand in the sheet.
    (
        "<style>.l-0>li:before{content:'(' counter(l-0,lower-latin) ') '}.s{vertical-align:super}"
        "</style><ol class='l-0' start=2><li>x<span class=s>[3]</span></li></ol>",
        "(b) x^[3]\n",
    ),
    (
        "<style>@media print{.c{font-weight:700}} p.h, .k{font-weight:bold}</style>"
        "<p>x</p><p class=h>Leaves</p><p><span class=c>Tea</span></p>",
        "x\n\n## Leaves\n\nTea\n",
    ),
    ("<style>li.n{list-style-type:upper-roman}</style><ol><li class=n>x</li></ol>", "(I) x\n"),
]
TYPED = [
    # Nothing but paragraphs: the lines of the file are those of the text.
    ("<p>Leaves\nA tea\nis tea.</p>", "Leaves\nA tea\nis tea.\n"),
    ("<p>Leaves<br>\nA tea</p>", "Leaves\nA tea\n"),
    # Elsewhere only lines that begin with labels are.
    (
        "<b>x</b><p>They are:\n(a) tea;\n(b) more\ntea.</p>",
        "x\n\nThey are:\n(a) tea;\n(b) more tea.\n",
    ),
    ("<b>x</b><p>Tea is\n- as all say - tea.</p>", "x\n\nTea is - as all say - tea.\n"),
    ("<b>x</b><p>Tea:\n- green\n- black</p>", "x\n\nTea:\n- green\n- black\n"),
    ("<b>x</b><p>2012\tTea\n2013\tMore</p>", "x\n\n2012\tTea\n2013\tMore\n"),
    ("<b>x</b><p>2012<span style='mso-tab-count:1'>&nbsp; </span>Tea</p>", "x\n\n2012\tTea\n"),
    # Lines as paragraphs, parted by empty ones.
    ("<p>A tea</p><p>is tea.</p><p>&nbsp;</p><p>More.</p>", "A tea\nis tea.\n\nMore.\n"),
    (
        "<p>· x</p><p>Tea ....... 12</p><h2>y</h2><p>i. Tea</p>",
        "- x\n\nTea\t12\n\n## y\n\n- i. Tea\n",
    ),
    ("<div title=header><p>Page 1</p></div><p>x</p>", "x\n"),
]
CASES += LOOKS + LISTS + NOTES + SHEETS + TYPED


@pytest.mark.parametrize(("body", "text"), CASES, ids=[body for body, _ in CASES])
def test_elements_become_lines(body: str, text: str) -> None:
    assert text_of(body) == text


def test_an_encoding_that_a_page_declares_is_believed_and_told() -> None:
    page = '<html><head><meta charset="windows-1252"></head><body><p>“tea”</p></body></html>'
    document = read_html(page.encode("cp1252"), "tea.html", LIMITS)
    assert document.text == "“tea”\n"
    assert [notice.what for notice in document.notices] == ["tea.html is in windows-1252."]


ENCODED = [
    ('<?xml version="1.0" encoding="ISO-8859-1"?><html><p>caf\xe9 \x93x\x94', "café “x”\n", 1),
    ('<html><meta charset="utf-16"><p>tea', "tea\n", 0),
    ('<html><meta charset="windows-1252"><p>caf\xc3\xa9', "café\n", 1),
    ("\xef\xbb\xbf<html><meta charset=latin1><p>caf\xc3\xa9", "café\n", 0),
    ("\xff\xfe<\0p\0>\0t\0e\0a\0", "tea\n", 1),
]


@pytest.mark.parametrize(("page", "text", "notices"), ENCODED, ids=[text for _, text, _ in ENCODED])
def test_a_mark_goes_before_what_is_declared(page: str, text: str, notices: int) -> None:
    document = read_html(page.encode("latin-1"), "tea.html", LIMITS)
    assert document.text == text
    assert len(document.notices) == notices


NO_TEXT = [
    ("<html><frameset><frame src=a.html></frameset>", r"only frames \(a.html\)\. Save the page of"),
    ("<html><body><div id=root></div><script>x</script>", r"a script would load it\. Open it in a"),
    ("<html><body> </body>", r"has no text\. Give a page with text"),
    ("<html><meta charset=unicode_escape><p>\xe9", "is not UTF-8"),
    (
        "<html><meta charset=punycode><p>\xe9",
        "declares the encoding 'punycode', in which it is not",
    ),
]


@pytest.mark.parametrize(("page", "message"), NO_TEXT, ids=[message for _, message in NO_TEXT])
def test_a_page_without_text_says_where_it_may_be(page: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_html(page.encode("latin-1"), "tea.html", LIMITS)


def test_a_page_that_declares_a_wrong_encoding_is_refused() -> None:
    page = b'<html><head><meta charset="ascii"></head><body>\xff</body></html>'
    with pytest.raises(InputError, match="declares the encoding 'ascii', in which it is not"):
        read_html(page, "tea.html", LIMITS)


def test_elements_without_end_are_refused() -> None:
    with pytest.raises(InputError, match=r"nested too deep to be read\. Save the text"):
        text_of("<div>" * 5000 + "tea")
