"""Pages a second and memory of the reader of PDFs, over a long file made for the purpose.

    python benchmarks/bench_pdf.py [--pages 2000]

The pages are dense: two columns of small type, with a running head and a page number. Memory is the
process's own peak, told after each tenth of the pages, so that growth from page to page shows, and
again when the text is written.
"""

from __future__ import annotations

import argparse
import io
import random
import resource
import time
from collections.abc import Iterator

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from indexer.readers.limits import ReadLimits
from indexer.readers.pdf.kept import Pages
from indexer.readers.pdf.opening import opened
from indexer.readers.pdf.pages import pages_of
from indexer.readers.pdf.read import composed
from indexer.readers.pdf.values import Page

WORDS = (
    "the of and to in a is for that health workers states should be measures work with their "
    "protection conditions rights members take all care recruitment personnel appropriate "
    "ensure information national systems training employers safety services"
)


def made(count: int) -> bytes:
    """Return a PDF of `count` pages of random words."""
    chance, words = random.Random(7), WORDS.split()
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    for number in range(1, count + 1):
        canvas.setFont("Times-Roman", 8)
        canvas.drawString(60, 800, "A long report on the conditions of work")
        canvas.drawRightString(535, 40, str(number))
        for column in range(2):
            text = canvas.beginText(60 + column * 245, 770)
            text.setFont("Times-Roman", 9.5)
            for _ in range(56):
                text.textLine(" ".join(chance.choices(words, k=8)))
            canvas.drawText(text)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def peak() -> float:
    """Return the peak resident memory of this process so far, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def told(pages: Iterator[Page], step: int) -> Iterator[Page]:
    """Pass pages on, and print the peak after each `step` of them."""
    for page in pages:
        yield page
        if page.number % step == 0:
            print(f"  page {page.number}: {peak():.0f} MiB", flush=True)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=2000)
    count = parser.parse_args().pages
    data = made(count)
    print(f"{count} pages, {len(data) / 1e6:.1f} MB; peak before reading {peak():.0f} MiB")
    begun, cpu = time.perf_counter(), time.process_time()
    with opened(data, "long.pdf", ReadLimits()) as found:
        pages = Pages(told(pages_of(found.pdf), max(count // 10, 1)))
    print(f"{time.process_time() - cpu:.0f} s of CPU for the pages", flush=True)
    document = composed(pages, "long.pdf")
    wall, used = time.perf_counter() - begun, time.process_time() - cpu
    print(
        f"{count / used:.1f} pages a second of CPU ({used:.0f} s), {count / wall:.1f} of wall time"
    )
    print(
        f"peak {peak():.0f} MiB; {len(document.text):,} characters, {len(document.boxes):,} boxes"
    )


if __name__ == "__main__":
    main()
