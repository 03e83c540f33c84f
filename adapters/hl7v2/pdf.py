"""The words of a document drawn as a PDF, for record systems that file nothing else."""

from collections.abc import Sequence
from contextlib import ExitStack, closing
from datetime import datetime

from font_source_sans_pro import SourceSansPro, SourceSansProSemibold
from fpdf import FPDF
from fpdf.fonts import TTFFont

_FAMILY = "sans"
_SIZE, _LINE_MM = 11, 6
_AS_SPACE = str.maketrans("\t\r\n", "   ")
_MOST = 100_000
"""Characters that are drawn in less than a second."""


def drawn(lines: Sequence[str], at: datetime) -> bytes | None:
    """A4 pages of these lines, the first in bold; None where a character has no shape in the font, or of a whole book.

    A page with a gap in a name or a dose would be believed, and a book holds up other messages: they go as text then.
    """
    if sum(map(len, lines)) > _MOST:
        return None
    page = FPDF(format="A4")
    page.alias_nb_pages("")
    page.set_creation_date(at)
    page.set_lang("en-GB")
    page.add_font(_FAMILY, "", SourceSansPro)
    page.add_font(_FAMILY, "B", SourceSansProSemibold)
    fonts = [font for font in page.fonts.values() if isinstance(font, TTFFont)]
    with ExitStack() as files:
        for font in fonts:
            files.enter_context(closing(font.ttfont))
        plain = [line.translate(_AS_SPACE) for line in lines]
        shown = all(ord(it) in font.cmap for it in set("".join(plain)) for font in fonts)
        return _pages(page, plain) if shown else None


def _pages(page: FPDF, lines: Sequence[str]) -> bytes:
    page.add_page()
    for number, line in enumerate(lines):
        page.set_font(_FAMILY, "" if number else "B", _SIZE)
        page.multi_cell(0, _LINE_MM, line, align="L", new_x="LMARGIN", new_y="NEXT")
    return bytes(page.output())
