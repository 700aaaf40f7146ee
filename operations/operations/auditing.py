"""`audit`: known weaknesses of the locked libraries, and the list of everything delivered (SBOM, CycloneDX)."""

import base64
import json
import os
import subprocess
import venv
from pathlib import Path
from typing import Any

from rich.console import Console

from operations.errors import CannotProceed


def audit(root: Path, console: Console, sbom: Path | None) -> int:
    """Write the list when a place for it is given, then ask the registry about each library of the lock.

    0 when no weakness is known of any library; 1 when one is known or a library could not be asked about.
    """
    scripts = _tools(root, console)
    lock = root / "requirements.lock"
    if sbom is not None:
        sbom.write_text(json.dumps(_bill_of_materials(scripts, root), ensure_ascii=False, indent=1), encoding="utf-8")
        console.print(f"Danh mục thành phần (CycloneDX): {sbom}", markup=False)
    asked = [
        str(scripts / "pip-audit"),
        "--requirement",
        str(lock),
        "--require-hashes",
        "--disable-pip",
        "--format",
        "json",
    ]
    done = subprocess.run([*asked, "--progress-spinner", "off"], capture_output=True, text=True, check=False)
    try:
        libraries = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        last = (done.stderr.strip() or "không rõ lý do").splitlines()[-1]
        raise CannotProceed(f"Không hỏi được kho thư viện về các lỗ hổng đã biết: {last}") from None
    return _report(libraries, console)


def _report(libraries: list[dict[str, Any]], console: Console) -> int:
    """What was not answered is never taken for sound."""
    weak = [library for library in libraries if library.get("vulns")]
    unasked = [library["name"] for library in libraries if "skip_reason" in library]
    for library in weak:
        for weakness in library["vulns"]:
            mended = ", ".join(weakness["fix_versions"]) or "chưa có"
            console.print(
                f"{library['name']} {library['version']}: {weakness['id']}, bản đã sửa: {mended}", markup=False
            )
    if unasked:
        names = "tất cả" if len(unasked) == len(libraries) else ", ".join(unasked)
        console.print(f"Chưa biết về {len(unasked)} thư viện, kho không trả lời: {names}.", markup=False)
    if weak or unasked:
        return 1
    console.print(f"[bold green]Không có lỗ hổng đã biết trong {len(libraries)} thư viện.[/]")
    return 0


def _tools(root: Path, console: Console) -> Path:
    """Both tools in an environment of their own: the platform never runs with what only looks at it."""
    home, lock = root / ".venv-audit", root / "operations" / "audit.lock"
    stamp = home / ".installed-from"
    if not (stamp.exists() and stamp.read_text(encoding="utf-8") == lock.read_text(encoding="utf-8")):
        console.print("Đang cài công cụ kiểm tra thư viện ...")
        venv.create(home, with_pip=True, clear=True)
        install = [str(home / "bin" / "python"), "-I", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        done = subprocess.run(
            [*install, "--require-hashes", "--only-binary", ":all:", "-r", str(lock)],
            env=os.environ | {"PIP_NO_INPUT": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise CannotProceed("Không cài được công cụ kiểm tra thư viện: hãy kiểm tra kết nối mạng rồi chạy lại.")
        stamp.write_text(lock.read_text(encoding="utf-8"), encoding="utf-8")
    return home / "bin"


def _bill_of_materials(scripts: Path, root: Path) -> dict[str, Any]:
    """The Python libraries with their hashes, as the tool reads them, and the browser's, which it does not read."""
    command = [
        str(scripts / "cyclonedx-py"),
        "requirements",
        str(root / "requirements.lock"),
        "--output-format",
        "JSON",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise CannotProceed(f"Không lập được danh mục thành phần: {done.stderr.strip()[-300:]}")
    bill: dict[str, Any] = json.loads(done.stdout)
    for component in bill["components"]:
        component.pop("description", None)  # it repeats the line of the lock
    bill["components"] += browser_components(root / "frontend" / "package-lock.json")
    return bill


def browser_components(lock: Path) -> list[dict[str, Any]]:
    """What the pages are built from; tools that only build are left out."""
    packages = json.loads(lock.read_text(encoding="utf-8"))["packages"]
    found = []
    for place, package in packages.items():
        if not place or package.get("dev"):
            continue
        name = place.rpartition("node_modules/")[2]
        kind, _, digest = package["integrity"].partition("-")
        url = f"pkg:npm/{name.replace('@', '%40')}@{package['version']}"
        content = base64.b64decode(digest).hex()
        hashes = [{"alg": kind.upper().replace("SHA", "SHA-"), "content": content}]
        found.append(
            {
                "type": "library",
                "bom-ref": url,
                "name": name,
                "version": package["version"],
                "purl": url,
                "hashes": hashes,
            }
        )
    return found
