"""Pictures as people bring them, and what is seen on a page."""

import io
import subprocess
from pathlib import Path
from typing import Any

from PIL import Image, ImageChops, ImageDraw

from shared.access.rights import Role

Colour = tuple[int, int, int]

BLUE, RED, BLACK = (10, 40, 200), (215, 20, 30), (20, 20, 20)
MM = 300 / 25.4
"""Pixels, on pages drawn at 300 dots an inch."""


def a_signature(colour: Colour = BLUE, size: tuple[int, int] = (1200, 600), kind: str = "PNG") -> bytes:
    """One bold stroke on white paper, larger than the ink."""
    image = Image.new("RGB", size, (255, 255, 255))
    pen = ImageDraw.Draw(image)
    points = [(200, 400), (400, 150), (500, 420), (700, 180), (800, 430), (1000, 200)]
    pen.line([(x * size[0] // 1200, y * size[1] // 600) for x, y in points], fill=colour, width=size[0] // 50)
    return saved(image, kind)


def a_seal(colour: Colour = RED, size: tuple[int, int] = (900, 900)) -> bytes:
    image = Image.new("RGB", (1000, 1000), (255, 255, 255))
    pen = ImageDraw.Draw(image)
    pen.ellipse([50, 50, 50 + size[0], 50 + size[1]], outline=colour, width=40)
    pen.ellipse([350, 350, 650, 650], fill=colour)
    return saved(image, "PNG")


def saved(image: Image.Image, kind: str) -> bytes:
    out = io.BytesIO()
    image.save(out, kind)
    return out.getvalue()


async def bring(house: Any, who: Any, call: str, content: bytes, status: int = 201, **params: Any) -> dict[str, Any]:
    headers = {"content-type": "application/octet-stream"}
    answer = await house.call(who, "POST", call, content=content, headers=headers, params=params)
    assert answer.status_code == status, answer.text
    return dict(answer.json())


async def put_in_use(house: Any, who: Any, call: str, content: bytes, **params: Any) -> dict[str, Any]:
    picture = await bring(house, who, call, content, **params)
    answer = await house.call(who, "POST", f"{call}/{picture['id']}/use", json={})
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def sealed_page(house: Any, document_id: str, folder: Path) -> Path:
    """The main file of a document that was sealed."""
    document = await house.document(document_id)
    who = house.person(Role.RECORDS_CLERK)
    answer = await house.call(who, "GET", f"/documents/{document_id}/files/{document['files'][0]['id']}")
    file = folder / f"{document_id}.pdf"
    file.write_bytes(answer.content)
    return file


def pdfsig(file: Path) -> str:
    """What poppler says of the signatures."""
    return subprocess.run(["pdfsig", "-nocert", str(file)], capture_output=True, text=True, check=False).stdout


def drawn(file: Path) -> Image.Image:
    """The last page as a reader draws it."""
    out = file.with_suffix("")
    subprocess.run(["pdftoppm", "-r", "300", "-png", "-singlefile", str(file), str(out)], check=True)
    return Image.open(out.with_suffix(".png")).convert("RGB")


def box_of(page: Image.Image, colour: Colour) -> tuple[int, int, int, int] | None:
    """Where that very colour stands."""
    alike = [
        band.point([255 if abs(level - wanted) < 25 else 0 for level in range(256)])
        for band, wanted in zip(page.split(), colour, strict=True)
    ]
    return ImageChops.darker(ImageChops.darker(alike[0], alike[1]), alike[2]).getbbox()
