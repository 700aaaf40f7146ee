"""Photographs as phones make them: a HEIC that lies on its side and tells where it was taken, and pictures of other kinds."""

import base64
import io

from PIL import Image


def picture(kind: str, size: tuple[int, int] = (300, 200), mode: str = "RGB", **options: object) -> bytes:
    out = io.BytesIO()
    Image.effect_noise(size, 80).convert(mode).save(out, kind, **options)
    return out.getvalue()


def blank(kind: str, size: tuple[int, int]) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size).save(out, kind)
    return out.getvalue()


def heic() -> bytes:
    """96 x 64, turned by a quarter to the right; red at the top left before turning; place and maker in its EXIF."""
    return base64.b64decode(_HEIC)


_HEIC = (
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAaFtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAADRpbG9jAAAAAERAAA"
    "IAAQAAAAABxQABAAAAAAAAAQsAAgAAAAAC0AABAAAAAAAAAHgAAAA4aWluZgAAAAAAAgAAABVpbmZlAgAAAAABAABodmMxAAAAABVpbmZlAgAAAQACAABF"
    "eGlmAAAAAA5waXRtAAAAAAABAAAA4GlwcnAAAADAaXBjbwAAAHhodmNDAQNwAAAAkAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMAAA"
    "MAHroCQGEAAQArQgEBA3AAAAMAkAAAAwAAAwAeoDCBBZbqSSmubgIaDAgAAAMAyAAAAwAIQGIAAQAHRAHBcrAiQAAAABNjb2xybmNseAABAA0ABoAAAAAU"
    "aXNwZQAAAAAAAABgAAAAQAAAABBwaXhpAAAAAAMICAgAAAAJaXJvdAMAAAAYaXBtYQAAAAAAAAABAAEFgQIDBIUAAAAaaXJlZgAAAAAAAAAOY2RzYwACAA"
    "EAAQAAAYttZGF0AAABBygBrwng4c85dV///eoX//8i3ch/GFjSQSk8/lagDvkmD/+0mV1HBcWi0HjFBDdsfeqgGYGptLduQAKhrwMErRdUIBC84Uw6523d"
    "yC0LUafo93ZSRCzSgD1n2X3tJcFG6CRkAYaLhU8DSmMB3/X8C9mz02FBRz/CK2MfRhDf/DgDCcR+qsOS7Sv31TTjbvZbol5ZkwUuritc954kx7EdgJAJDX"
    "0wU19WjCdyoZM426/fye+beJ2Jfn+Y3o//4i1e/6PD35xT87u23KnOjja2hwJ9G9UEcRGAxLlJz3Hvy88+huecJHaQbKEJHaCbXXfzP5f5PweHh/8PfM5d"
    "trp3y6iWH8f/tmGOAAAABkV4aWYAAE1NACoAAAAIAAMBDwACAAAABgAAADIBEgADAAAAAQAGAACIJQAEAAAAAQAAADgAAAAAQXBwbGUAAAIAAQACAAAAAk"
    "4AAAAAAgAFAAAAAwAAAFYAAAAAAAAADQAAAAEAAAAuAAAAAQAAAAAAAAAB"
)
