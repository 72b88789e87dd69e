"""What the reader takes of pdfplumber and pdfminer, in one place: the modules whose names it
bounds, and the kinds of things on a page.
"""

from pdfminer import pdfinterp, pdftypes
from pdfminer.ascii85 import ascii85decode, asciihexdecode
from pdfminer.layout import LTChar, LTContainer, LTCurve, LTImage, LTLine, LTRect
from pdfminer.lzw import LZWDecoder
from pdfminer.pdfdocument import PDFDocument, PDFPasswordIncorrect
from pdfminer.pdfinterp import PDFContentParser
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import resolve1
from pdfminer.utils import apply_png_predictor, apply_tiff_predictor
from pdfplumber import page as pages
from pdfplumber.page import Page as PrintedPage
from pdfplumber.page import PDFPageAggregatorWithMarkedContent as Device
from pdfplumber.pdf import PDF
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

__all__ = [
    "PDF",
    "Device",
    "LTChar",
    "LTContainer",
    "LTCurve",
    "LTImage",
    "LTLine",
    "LTRect",
    "LZWDecoder",
    "MalformedPDFException",
    "PDFContentParser",
    "PDFDocument",
    "PDFPage",
    "PDFPasswordIncorrect",
    "PdfminerException",
    "PrintedPage",
    "apply_png_predictor",
    "apply_tiff_predictor",
    "ascii85decode",
    "asciihexdecode",
    "pages",
    "pdfinterp",
    "pdftypes",
    "resolve1",
]
