"""Ảnh: decoded to the last line, as a viewer does; what phones make and officers' viewers do not open becomes JPEG."""

import io

import pi_heif
from PIL import Image, ImageOps, UnidentifiedImageError

from shared.standards.file_kinds import FileRefused, too_large

LARGEST_PIXELS = 50_000_000
"""The cameras of phones make 12 to 48 million; decoding takes 3 bytes each, three times."""
_QUALITIES = (88, 75, 60)
_HEIF_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1"})


def look_into(content: bytes, name: str) -> None:
    """Refuse a picture that is cut off or no picture behind its first bytes."""
    try:
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as image:
            image.draft("RGB", (image.width // 8, image.height // 8))
            image.load()
    except Image.DecompressionBombError as error:
        raise FileRefused("file_damaged", name) from error
    except (OSError, SyntaxError, ValueError, UnidentifiedImageError) as error:
        raise FileRefused("file_damaged", name) from error


def is_from_phone(content: bytes) -> bool:
    """HEIC (ISO/IEC 23008-12) and WEBP (RFC 9649), told by their first bytes."""
    return _is_heif(content) or (content.startswith(b"RIFF") and content[8:12] == b"WEBP")


def _is_heif(content: bytes) -> bool:
    return content[4:8] == b"ftyp" and content[8:12] in _HEIF_BRANDS


def as_jpeg(content: bytes, name: str, largest: int) -> bytes:
    """The picture upright as JPEG, at most `largest` bytes, with its colours and nothing else: no place, no time, no device."""
    try:
        image = _opened(content)
        if image.width * image.height > LARGEST_PIXELS:
            raise FileRefused("file_picture_too_large", name, limit=f"{LARGEST_PIXELS // 1_000_000}")
        colours = image.info.get("icc_profile")
        ImageOps.exif_transpose(image, in_place=True)
        if image.mode != "RGB":
            image = _on_white(image)
    except Image.DecompressionBombError as error:
        raise FileRefused("file_picture_too_large", name, limit=f"{LARGEST_PIXELS // 1_000_000}") from error
    except (OSError, SyntaxError, ValueError, RuntimeError, EOFError, UnidentifiedImageError) as error:
        raise FileRefused("file_damaged", name) from error
    image.info.clear()
    for quality in _QUALITIES:
        out = io.BytesIO()
        image.save(out, "JPEG", quality=quality, icc_profile=colours)
        if out.tell() <= largest:
            return out.getvalue()
    raise too_large(name, out.tell(), largest)


def _opened(content: bytes) -> Image.Image:
    if _is_heif(content):
        pi_heif.options.DECODE_THREADS = 1  # each thread takes address space, which is counted here
        pi_heif.options.THUMBNAILS = pi_heif.options.DEPTH_IMAGES = pi_heif.options.AUX_IMAGES = False
        pi_heif.register_heif_opener()
        return Image.open(io.BytesIO(content), formats=("HEIF",))
    return Image.open(io.BytesIO(content), formats=("WEBP",))


def _on_white(image: Image.Image) -> Image.Image:
    """Paper is white where the picture is transparent."""
    if image.mode not in ("RGBA", "LA", "PA") and "transparency" not in image.info:
        return image.convert("RGB")
    image = image.convert("RGBA")
    paper = Image.new("RGB", image.size, "white")
    paper.paste(image, mask=image.getchannel("A"))
    return paper
