"""What an office prints, signs or seals: one check of the text before the act, one printer that never fails on a letter.

What an officer types for a print is refused by name when a sign has no picture in any font (the `Printed…`
types); what is stored already, a citizen's name for one, is printed with "□" in that place (`fit`).
"""

import json
import re
import tempfile
import time
import unicodedata
import warnings
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Annotated, Any

import typst
from fontTools.ttLib import TTFont
from pydantic import AfterValidator, BeforeValidator

from shared.core.fields import Line, Paragraphs, PersonName, RequiredLine
from shared.core.memory import at_rest, give_back_memory
from shared.standards.typed import PASTED_BULLETS, Unreadable
from shared.standards.vietnamese import nfc

FONTS = Path(__file__).parents[1] / "static" / "fonts"
LACKING = "□"
"""Stands for a sign that no font has."""

_KEPT_SECONDS = 30.0
_KEPT_COMPILATIONS = 10
_printed_at: float | None = None
"""When this process printed last (monotonic); None when the printer holds nothing of it any more."""

_PLAIN = b'#set text(font: ("Tinos", "Libertinus Serif"))\n#sys.inputs.text'
_CLUSTER = re.compile(
    "[\U0001f1e6-\U0001f1ff]{1,2}"  # a flag is two letters
    "|.[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0\ufe00-\ufe0f\U0001f3fb-\U0001f3ff]*"
    "(?:\u200d.[\ufe00-\ufe0f\U0001f3fb-\U0001f3ff]*)*",
    re.DOTALL,
)


class Unprintable(Unreadable):
    """A sign that no font of ours has."""

    def __init__(self, sign: str) -> None:
        self.sign = sign
        shown = any(unicodedata.category(part) not in ("Cc", "Cf", "Cn", "Cs") for part in sign)
        numbers = " ".join(f"U+{ord(part):04X}" for part in sign)
        super().__init__("sign_without_glyph", sign=f"{sign} ({numbers})" if shown else numbers)


def printable(text: str) -> str:
    """The text as it can be printed, bullets of word processors mapped; raises `Unprintable` naming the first sign."""
    text = _mapped(text)
    for cluster in _strange(text):
        if not _prints(cluster):
            raise Unprintable(cluster)
    return text


def without_controls(text: Any) -> Any:
    """A control sign is no slip of a keyboard: a program sent it, and it is told so rather than mended in silence."""
    for sign in text if isinstance(text, str) else ():
        if ord(sign) < 32 and sign not in "\r\n\t":
            raise Unprintable(sign)
    return text


PrintedLine = Annotated[Line, BeforeValidator(without_controls), AfterValidator(printable)]
PrintedRequiredLine = Annotated[RequiredLine, BeforeValidator(without_controls), AfterValidator(printable)]
PrintedParagraphs = Annotated[Paragraphs, BeforeValidator(without_controls), AfterValidator(printable)]
PrintedName = Annotated[PersonName, BeforeValidator(without_controls), AfterValidator(printable)]


def fit(text: str) -> str:
    """The text with "□" for whatever no font has: for what is stored already and must not stop an act."""
    text = _mapped(text)
    missing = {cluster for cluster in _strange(text) if not _prints(cluster)}
    return _CLUSTER.sub(lambda found: LACKING if found[0] in missing else found[0], text) if missing else text


def print_pdf(template: Path, data: Mapping[str, Any], made: datetime) -> bytes:
    """A template with its data as PDF; `fit` is applied to every text. The same data and moment give the same bytes."""
    return _printed(str(template), template.parent, data, made)


def print_source(files: Mapping[str, bytes], main: str, data: Mapping[str, Any], made: datetime) -> bytes:
    """The same with templates that are in no folder: nothing else can be read. Raises typst.TypstError."""
    with tempfile.TemporaryDirectory() as nothing:
        # The printer begins with the one file, or the one called `main.typ`.
        begun = {name: content for name, content in files.items() if name != main} | {"main.typ": files[main]}
        return _printed(begun, Path(nothing), data, made)


def _printed(template: Any, root: Path, data: Mapping[str, Any], made: datetime) -> bytes:
    shown = _each_text(data, fit)
    try:
        return _compiled(template, root, shown, made)
    except typst.TypstError as error:
        if "could not be displayed" not in str(error):
            raise
        # Signs that a font has each alone, and that no font has together.
        return _compiled(template, root, _each_text(shown, _plain_only), made)


def _compiled(template: Any, root: Path, data: Any, made: datetime) -> bytes:
    global _printed_at
    _printed_at = time.monotonic()
    pdf: bytes = typst.compile(
        template,
        root=str(root),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=["a-2b"],
        timestamp=int(made.timestamp()),
    )
    return pdf


@at_rest
def _forget_layouts() -> None:
    """The printer keeps every layout for ten compilations more, 10 to 20 MB: so many empty ones, some milliseconds each, let go of them.

    Its program is as large again, and not needed before somebody prints.
    """
    global _printed_at
    if _printed_at is None or time.monotonic() - _printed_at < _KEPT_SECONDS:
        return
    _printed_at = None
    for _ in range(_KEPT_COMPILATIONS + 2):
        typst.compile(b"", font_paths=_fonts(), ignore_system_fonts=True, format="svg")
    give_back_memory()


def _each_text(value: Any, change: Any) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {key: _each_text(item, change) for key, item in value.items()}
    if isinstance(value, Sequence):
        return [_each_text(item, change) for item in value]
    return value


def _mapped(text: str) -> str:
    """NFC, private bullets mapped, nothing that only a screen or a database could trip over."""
    kept = (
        sign
        for sign in nfc(text).translate(PASTED_BULLETS)
        if sign in "\n\t" or unicodedata.category(sign) not in ("Cc", "Cs")
    )
    return nfc("".join(kept))


def _strange(text: str) -> list[str]:
    """The clusters of a text that are not made of the main font's letters alone."""
    known = _main_letters()
    if known.issuperset(text):
        return []
    return [cluster for cluster in _CLUSTER.findall(text) if not known.issuperset(cluster)]


def _plain_only(text: str) -> str:
    known = _main_letters()
    return _CLUSTER.sub(lambda found: found[0] if known.issuperset(found[0]) else LACKING, text)


@lru_cache(maxsize=4096)
def _prints(cluster: str) -> bool:
    """Asked of the printer itself, in small and in capital letters: PDF/A refuses a letter without a picture."""
    if not cluster.strip():
        return True
    if any(unicodedata.category(sign) == "Co" for sign in cluster):
        return False  # whatever a font draws there, it is not what was meant
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            typst.compile(
                _PLAIN,
                font_paths=_fonts(),
                ignore_system_fonts=True,
                format="pdf",
                sys_inputs={"text": f"{cluster} {cluster.upper()}"},
                pdf_standards=["a-2b"],
            )
    except typst.TypstError:
        return False
    return True


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=[str(FONTS)] if FONTS.is_dir() else [])


@cache
def _main_letters() -> frozenset[str]:
    letters = set("\n\t")
    if (main := FONTS / "Tinos-Regular.ttf").is_file():
        with TTFont(main, lazy=True) as font:
            letters |= {sign for sign in map(chr, font.getBestCmap()) if unicodedata.category(sign) != "Co"}
    return frozenset(letters)
