"""Hình ảnh chữ ký và con dấu (NĐ 30/2020, Phụ lục I): blue hand, red seal, both PNG on a transparent ground."""

import hashlib
import io
import math
import random
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

from shared.signing.fonts import serif_font

Point = tuple[float, float]

INK = (23, 54, 166, 235)
SEAL_RED = (206, 17, 38, 225)
_SCALE = 2  # drawn larger and reduced, for smooth edges


@lru_cache(maxsize=256)
def draw_signature(name: str) -> bytes:
    """Hình ảnh chữ ký: a pen stroke drawn from the name, always the same for the same name. PNG, 3:1."""
    width, height = 600 * _SCALE, 200 * _SCALE
    image = Image.new("RGBA", (width, height), (*INK[:3], 0))
    pen = ImageDraw.Draw(image)
    dice = random.Random(hashlib.sha256(name.encode()).digest())
    for stroke in (_letters(name, dice), _flourish(dice)):
        previous: Point | None = None
        for step, (x, y) in enumerate(stroke):
            point = (x * width, y * height)
            if previous is not None:
                thickness = int((4.2 + 2.2 * math.sin(step / 9)) * _SCALE)
                pen.line([previous, point], fill=INK, width=thickness)
                radius = thickness / 2
                pen.ellipse([point[0] - radius, point[1] - radius, point[0] + radius, point[1] + radius], fill=INK)
            previous = point
    return _png(image)


def _letters(name: str, dice: random.Random) -> list[Point]:
    """A running hand: one loop per letter of the given name, the first one large."""
    words = name.split() or ["x"]
    count = max(5, min(9, len(words[-1]) + len(words) + 1))
    knots: list[Point] = [(0.06, 0.62)]
    for index in range(count):
        centre = 0.12 + 0.72 * index / count
        rise = (0.34 if index == 0 else 0.16) + dice.random() * 0.16
        knots.append((centre, 0.55 - rise))
        knots.append((centre + 0.055 - dice.random() * 0.06, 0.58 + dice.random() * 0.14))
    knots.append((0.95, 0.40 + dice.random() * 0.1))
    return _smooth(knots)


def _flourish(dice: random.Random) -> list[Point]:
    low = 0.82 + dice.random() * 0.06
    return _smooth([(0.80, 0.60), (0.45, low), (0.10, low + 0.03), (0.30, low - 0.07), (0.90, low - 0.10)])


def _smooth(knots: list[Point]) -> list[Point]:
    """Catmull-Rom through the knots."""
    padded = [knots[0], *knots, knots[-1]]
    points: list[Point] = []
    for index in range(len(padded) - 3):
        a, b, c, d = padded[index : index + 4]
        for step in range(24):
            t = step / 24
            points.append((_spline(a[0], b[0], c[0], d[0], t), _spline(a[1], b[1], c[1], d[1], t)))
    points.append(knots[-1])
    return points


def _spline(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)


@lru_cache(maxsize=256)
def draw_seal(agency_name: str) -> bytes:
    """Hình ảnh con dấu: a round red seal with the agency's name around a star; drawn for a 36 mm circle."""
    size = 460 * _SCALE
    image = Image.new("RGBA", (size, size), (*SEAL_RED[:3], 0))
    pen = ImageDraw.Draw(image)
    middle = size / 2
    for radius, thickness in ((0.490, 0.016), (0.462, 0.006), (0.300, 0.006)):
        edge = radius * size
        pen.ellipse(
            [middle - edge, middle - edge, middle + edge, middle + edge],
            outline=SEAL_RED,
            width=int(thickness * size),
        )
    star = [
        (
            middle + math.sin(math.pi * corner / 5) * size * (0.20 if corner % 2 == 0 else 0.078),
            middle - math.cos(math.pi * corner / 5) * size * (0.20 if corner % 2 == 0 else 0.078),
        )
        for corner in range(10)
    ]
    pen.polygon(star, fill=SEAL_RED)
    font_file = serif_font()
    if font_file:
        _write_around(image, agency_name.upper(), font_file, middle, size)
    return _png(image)


def _write_around(image: Image.Image, text: str, font_file: str, middle: float, size: int) -> None:
    """The name runs clockwise over the top and, when long, further down both sides."""
    kept = text[:70]
    height = int(size * (0.098 if len(kept) < 32 else 0.072 if len(kept) < 48 else 0.058))
    font = ImageFont.truetype(font_file, height)
    radius = size * 0.381
    widths = [font.getlength(letter) + height * 0.06 for letter in kept]
    squeeze = min(1.0, math.radians(320) * radius / max(sum(widths), 1))
    angle = -sum(widths) * squeeze / radius / 2
    cell = height * 2
    for letter, width in zip(kept, widths, strict=True):
        half = width * squeeze / radius / 2
        angle += half
        tile = Image.new("RGBA", (cell, cell), (*SEAL_RED[:3], 0))
        ImageDraw.Draw(tile).text((cell / 2, cell / 2), letter, font=font, fill=SEAL_RED, anchor="mm")
        turned = tile.rotate(-math.degrees(angle), resample=Image.Resampling.BICUBIC)
        x = middle + math.sin(angle) * radius - cell / 2
        y = middle - math.cos(angle) * radius - cell / 2
        image.alpha_composite(turned, (int(x), int(y)))
        angle += half


def _png(image: Image.Image) -> bytes:
    small = image.resize((image.width // _SCALE, image.height // _SCALE), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    small.save(out, "PNG", compress_level=6)  # what `optimize` saves, a fiftieth, costs three times as long
    return out.getvalue()
