"""Merge the script subsets of web fonts into whole TTF files. Runs in `.venv-assets`; see build_assets.py."""

import json
import sys
import tempfile
from pathlib import Path

from fontTools.merge import Merger
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont


def unpack(part: str, target: str) -> None:
    font = TTFont(part, lazy=True, recalcBBoxes=False, recalcTimestamp=False)
    font.flavor = None
    font.save(target)


def merge(parts: list[str], target: str) -> None:
    """Later files give only the letters the earlier ones lack: doubled letters would double the glyphs."""
    with tempfile.TemporaryDirectory() as folder:
        seen: set[int] = set()
        files = []
        for number, part in enumerate(parts):
            font = TTFont(part)
            letters = set(font.getBestCmap()) - seen
            seen |= letters
            font.flavor = None
            if number:
                options = Options(layout_features=["*"], name_IDs=["*"], notdef_outline=True)
                subsetter = Subsetter(options)
                subsetter.populate(unicodes=letters)
                subsetter.subset(font)
            files.append(str(Path(folder) / f"{number}.ttf"))
            font.save(files[-1])
        merged = Merger().merge(files)
        # The time of the build must not change the file: the manifest has to come out the same everywhere.
        merged.recalcTimestamp = False
        merged["head"].modified = merged["head"].created = TTFont(parts[0])["head"].modified
        merged.save(target)


if __name__ == "__main__":
    for job in json.loads(sys.argv[1]):
        if len(job["parts"]) == 1:
            unpack(job["parts"][0], job["target"])
        else:
            merge(job["parts"], job["target"])
