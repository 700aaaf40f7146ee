"""Hình ảnh chữ ký, con dấu that people bring: read, held to the law's colours and proportions, and drawn anew as a PNG without a ground.

NĐ 30/2020 Phụ lục I: the signature is blue (II.7d), the seal red and of its real size (II.8a), both PNG on a transparent ground. Of what
was brought nothing is kept but its pixels. Foreign work: called in a process of its own (`shared.foreign.confined`).
"""

import io
from dataclasses import dataclass

from PIL import Image, ImageChops, UnidentifiedImageError

from shared.signing.errors import SigningRefused

LARGEST = 5 * 1024 * 1024
MOST_PIXELS = 25_000_000
SECONDS, MEMORY_MB = 10.0, 500
SMALLEST_DIAMETER, USUAL_DIAMETER, LARGEST_DIAMETER = 20, 36, 45
"""Of a round seal, in millimetres."""
SIGNATURE_SIZE, SEAL_SIZE = (900, 300), (700, 700)
"""As they are kept: of the shape of the box in which each stands on the page."""
_PAPER, _INK = 235, 110
"""How bright the darkest channel of paper and of ink is at least and at most; between them it fades."""
_LOOKED_AT = 160


@dataclass(frozen=True)
class _Law:
    size: tuple[int, int]
    smallest: int
    """The longer side of the ink, in pixels."""
    shapes: tuple[float, float]
    """Width to height of the ink, least and most."""
    fullest: float
    """Part of the ink's box that may be ink: more is a photograph, or a ground that is not white."""
    colour: str


_SIGNATURE = _Law(SIGNATURE_SIZE, 240, (0.5, 8.0), 0.6, "blue")
_SEAL = _Law(SEAL_SIZE, 300, (0.93, 1.07), 0.85, "red")


def draw_anew(content: bytes, *, is_seal: bool) -> bytes:
    """The picture as it will stand on documents, PNG. Raises SigningRefused with what to mend."""
    law = _SEAL if is_seal else _SIGNATURE
    ink = _without_ground(_opened(content))
    box = ink.getchannel("A").point([0] * 40 + [255] * 216).getbbox()
    if box is None:
        raise SigningRefused("picture_empty")
    ink = ink.crop(box)
    _require_shape(ink, law)
    _require_colour(ink, law)
    fitted = ink.copy()
    fitted.thumbnail(law.size, Image.Resampling.LANCZOS)
    if fitted.width < law.size[0] and fitted.height < law.size[1]:
        scale = min(law.size[0] / ink.width, law.size[1] / ink.height)
        fitted = ink.resize((max(1, int(ink.width * scale)), max(1, int(ink.height * scale))), Image.Resampling.LANCZOS)
    drawn = Image.new("RGBA", law.size, (255, 255, 255, 0))
    drawn.paste(fitted, ((law.size[0] - fitted.width) // 2, (law.size[1] - fitted.height) // 2))
    out = io.BytesIO()
    drawn.save(out, "PNG", compress_level=6)
    return out.getvalue()


def _opened(content: bytes) -> Image.Image:
    if len(content) > LARGEST:
        raise SigningRefused("picture_too_large")
    try:
        found = Image.open(io.BytesIO(content), formats=("PNG", "JPEG"))
        if found.width * found.height > MOST_PIXELS:
            raise SigningRefused("picture_too_large")
        picture = found.convert("RGBA")
    except (OSError, ValueError, SyntaxError, UnidentifiedImageError, Image.DecompressionBombError) as error:
        raise SigningRefused("picture_unreadable") from error
    picture.thumbnail((2000, 2000), Image.Resampling.LANCZOS)
    return picture


def _without_ground(picture: Image.Image) -> Image.Image:
    """White becomes transparent; what was transparent stays so."""
    red, green, blue, alpha = picture.split()
    darkest = ImageChops.darker(ImageChops.darker(red, green), blue)
    fading = [round(255 * min(1.0, max(0.0, (_PAPER - level) / (_PAPER - _INK)))) for level in range(256)]
    picture.putalpha(ImageChops.multiply(darkest.point(fading), alpha))
    return picture


def _require_shape(ink: Image.Image, law: _Law) -> None:
    if max(ink.size) < law.smallest:
        raise SigningRefused("picture_small")
    if not law.shapes[0] <= ink.width / ink.height <= law.shapes[1]:
        raise SigningRefused("seal_not_round" if law is _SEAL else "signature_shape")


def _require_colour(ink: Image.Image, law: _Law) -> None:
    seen = ink.copy()
    seen.thumbnail((_LOOKED_AT, _LOOKED_AT))
    raw = seen.tobytes()
    pixels = [raw[at : at + 4] for at in range(0, len(raw), 4) if raw[at + 3] > 100]
    if len(pixels) > law.fullest * seen.width * seen.height:
        raise SigningRefused("picture_with_ground")
    alike = _blue if law.colour == "blue" else _red
    if sum(1 for red, green, blue, _ in pixels if alike(red, green, blue)) < 0.6 * len(pixels):
        raise SigningRefused("signature_not_blue" if law.colour == "blue" else "seal_not_red")


def _blue(red: int, green: int, blue: int) -> bool:
    return blue > red + 25 and blue > green + 10


def _red(red: int, green: int, blue: int) -> bool:
    return red > green + 40 and red > blue + 30
