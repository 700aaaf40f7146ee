"""Ảnh: decoded to the last line, as a viewer does; what phones make and officers' viewers do not open becomes JPEG."""

import io
import re

import pi_heif
from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from shared.standards.file_kinds import FileRefused, too_large

LARGEST_PIXELS = 50_000_000
"""The cameras of phones make 12 to 48 million; decoding takes 3 bytes each, three times."""
A4_PIXELS = (1654, 2339)
"""A page of A4 at 200 dots an inch: the least for papers that are scanned (NĐ 30/2020/NĐ-CP, Phụ lục I)."""
_EXPOSURE = ExifTags.Base.ExposureTime
_TELLING = frozenset({"exif", "xmp", "photoshop", "comment", "mp", "mpoffset"})
_PNG = b"\x89PNG\r\n\x1a\n"
_TELLING_CHUNKS = frozenset({b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"})
_SCAN, _END = 0xDA, 0xD9
_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})
_AFTER_SCAN = re.compile(rb"\xff+[^\x00\xd0-\xd7\xff]", re.DOTALL)
"""The next marker behind the points of a picture: not a byte of theirs, nor one of the marks among them."""
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


def is_telling(content: bytes) -> bool:
    """A JPEG that says more than its picture (place, time, device, a second picture) or does not lie as it is to be read."""
    if not is_jpeg(content):
        return False
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG",)) as image:
            return image.format != "JPEG" or not _TELLING.isdisjoint(image.info)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return False  # `look_into` says what is wrong with it


def without_words(png: bytes) -> bytes:
    """A PNG with its picture and nothing else: no place, no time, no device, nothing behind its end (W3C PNG, section 11.3)."""
    kept, at = [png[: len(_PNG)]], len(_PNG)
    while at < len(png):
        kind, end = png[at + 4 : at + 8], at + 12 + int.from_bytes(png[at : at + 4])
        if kind not in _TELLING_CHUNKS:
            kept.append(png[at:end])
        at = len(png) if kind == b"IEND" else end
    return b"".join(kept)


def is_jpeg(content: bytes) -> bool:
    return content.startswith(b"\xff\xd8\xff")


def plain_jpeg(content: bytes) -> bytes | None:
    """A JPEG up to its end, with what is needed to draw it and nothing else (ITU-T T.81, annex B). None where it has no end."""
    kept, at = [content[:2]], 2
    while content[at : at + 1] == b"\xff":
        kind = content[at + 1] if at + 1 < len(content) else _END
        if kind == 0xFF:  # a marker may be preceded by any number of them
            at += 1
            continue
        if kind == _END:
            return b"".join([*kept, content[at : at + 2]]) if at + 2 <= len(content) else None
        end = at + 2 if kind in _ALONE else at + 2 + int.from_bytes(content[at + 2 : at + 4])
        if kind == _SCAN:
            found = _AFTER_SCAN.search(content, end)
            end = found.start() if found else len(content)
        if _is_drawn(kind, content[at + 4 : end]):
            kept.append(content[at:end])
        at = end
    return None


def _is_drawn(kind: int, said: bytes) -> bool:
    """Of what programs put beside the picture only how its colours are meant: JFIF, a colour profile, Adobe's mark."""
    if kind in (0xE0, 0xE2, 0xEE):
        return said.startswith((b"JFIF\0", b"ICC_PROFILE\0", b"Adobe"))
    return not (0xE0 <= kind <= 0xEF or kind == 0xFE)


def is_png(content: bytes) -> bool:
    return content.startswith(_PNG)


def as_jpeg(content: bytes, name: str, largest: int) -> bytes:
    """The picture upright as JPEG, at most `largest` bytes, with its colours and nothing else: no place, no time, no device.

    What a camera made is brought down to `A4_PIXELS`; a scan, a plan perhaps, keeps its size.
    """
    try:
        image = _opened(content)
        exif = image.getexif()
        photo = _is_heif(content) or _EXPOSURE in exif.get_ifd(ExifTags.IFD.Exif)
        bound = _a4_of(image.width, image.height)
        if photo:
            image.draft("RGB", bound)
        if image.width * image.height > LARGEST_PIXELS:
            raise FileRefused("file_picture_too_large", name, limit=f"{LARGEST_PIXELS // 1_000_000}")
        colours = image.info.get("icc_profile")
        if photo:
            image.thumbnail(bound)
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


def _a4_of(width: int, height: int) -> tuple[int, int]:
    short, long = A4_PIXELS
    return (short, long) if height >= width else (long, short)


def _opened(content: bytes) -> Image.Image:
    if _is_heif(content):
        pi_heif.options.DECODE_THREADS = 1  # each thread takes address space, which is counted here
        pi_heif.options.THUMBNAILS = pi_heif.options.DEPTH_IMAGES = pi_heif.options.AUX_IMAGES = False
        pi_heif.register_heif_opener()
        return Image.open(io.BytesIO(content), formats=("HEIF",))
    return Image.open(io.BytesIO(content), formats=("WEBP", "JPEG", "PNG"))


def _on_white(image: Image.Image) -> Image.Image:
    """Paper is white where the picture is transparent."""
    if image.mode not in ("RGBA", "LA", "PA") and "transparency" not in image.info:
        return image.convert("RGB")
    image = image.convert("RGBA")
    paper = Image.new("RGB", image.size, "white")
    paper.paste(image, mask=image.getchannel("A"))
    return paper
