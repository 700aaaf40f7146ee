"""The serif font of visible signatures: Tinos, which measures like Times New Roman, or a system serif."""

import io
from functools import lru_cache
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont, scaleUpem
from pyhanko.pdf_utils.font.api import FontEngineFactory
from pyhanko.pdf_utils.font.opentype import GlyphAccumulator
from pyhanko.pdf_utils.writer import BasePdfFileWriter

_FOLDERS = (Path(__file__).parents[1] / "static" / "fonts", Path("/usr/share/fonts/truetype"))
_WANTED = "ĐđộữẾ0/:"
_LETTERS = [*range(0x20, 0x7F), *range(0xA0, 0x250), *range(0x1EA0, 0x1F00), *range(0x2010, 0x2027)]


@lru_cache(maxsize=1)
def serif_font() -> str | None:
    """The font file, or nothing on a machine that has none with Vietnamese letters."""
    for folder in _FOLDERS:
        for path in sorted(folder.rglob("*.ttf")):
            name = path.name.lower()
            plain = not any(word in name for word in ("bold", "italic", "700"))
            if plain and name.startswith(("tinos", "dejavuserif.")) and _covers(path):
                return str(path)
    return None


def _covers(path: Path) -> bool:
    with TTFont(path, lazy=True) as font:
        known = font.getBestCmap()
        return all(ord(letter) in known for letter in _WANTED)


@lru_cache(maxsize=4)
def _embeddable(font_file: str) -> bytes:
    """Vietnamese letters only at 1000 units per em: pyHanko writes glyph widths unscaled, PDF counts in thousandths."""
    # Hints are written for the font's own units: kept, they would pull the scaled letters out of shape where a reader obeys them.
    options = subset.Options(layout_features=["*"], name_IDs=["*"], notdef_outline=True, hinting=False)
    font = subset.load_font(font_file, options)
    chosen = subset.Subsetter(options)
    chosen.populate(unicodes=_LETTERS)
    chosen.subset(font)
    scaleUpem.scale_upem(font, 1000)
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def make_ready() -> None:
    """What every signature needs of the fonts: a third of a second, once in the keeper instead of in each of its children."""
    for style in ("", "Italic", "Bold"):
        if font_file := styled(style):
            _measures(font_file)


class SerifFontFactory(FontEngineFactory):
    """Puts the serif font into the document being signed, only the letters used."""

    def __init__(self, font_file: str, font_size: int) -> None:
        self.font_file = font_file
        self.font_size = font_size

    def create_font_engine(self, writer: BasePdfFileWriter, obj_stream: object = None) -> GlyphAccumulator:
        if obj_stream is None and writer.stream_xrefs:
            obj_stream = writer.prepare_object_stream()
        content = io.BytesIO(_embeddable(self.font_file))
        return GlyphAccumulator(writer, font_handle=content, font_size=self.font_size, obj_stream=obj_stream)


def styled(style: str) -> str | None:
    """The same font `Italic` or `Bold`, where it is there; else upright."""
    plain = serif_font()
    found = Path(plain.replace("-Regular", f"-{style}")) if plain and style else None
    return str(found) if found is not None and found.exists() else plain


def text_width(text: str, size: float, style: str = "") -> float:
    """In points; without a font as wide as letters are at the most."""
    font_file = styled(style)
    return size * (_width(font_file, text) if font_file else 0.7 * len(text))


@lru_cache(maxsize=500)
def _width(font_file: str, text: str) -> float:
    names, widths = _measures(font_file)
    return sum(widths.get(names.get(ord(letter), ".notdef"), 500) for letter in text) / 1000


@lru_cache(maxsize=4)
def _measures(font_file: str) -> tuple[dict[int, str], dict[str, int]]:
    with TTFont(io.BytesIO(_embeddable(font_file))) as font:
        return dict(font.getBestCmap()), {name: width for name, (width, _) in font["hmtx"].metrics.items()}
