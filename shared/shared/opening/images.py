"""Ảnh: decoded to the last line, as a viewer does."""

import io

from PIL import Image, UnidentifiedImageError

from shared.standards.file_kinds import FileRefused


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
