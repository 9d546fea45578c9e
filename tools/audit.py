"""Lists every library that the platform runs with, and asks whether a weakness of one is known: ``python tools/audit.py``.

The list (CycloneDX, ``build/bill-of-materials.json``) is made from the locks alone: the Python libraries by cyclonedx-py,
the front-end packages from the npm lock. The question goes to OSV (osv.dev) by pip-audit. Where that source cannot be
reached, the list is made all the same and the audit is reported as not run.
"""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
TOOLS = Path(sys.executable).parent
LOCK, NPM_LOCK = ROOT / "requirements.lock", ROOT / "frontend" / "package-lock.json"
BILL = ROOT / "build" / "bill-of-materials.json"
SOURCE = "https://api.osv.dev/v1/vulns/PYSEC-2021-439"  # any entry that is known to be there
PATIENCE_SECONDS = 10


def front_end_components(lock: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The packages of an npm lock that reach a browser, as components of the list."""
    found = []
    for place, package in sorted(lock["packages"].items()):
        if not place or package.get("dev"):
            continue
        name = place.removeprefix("node_modules/")
        version = package["version"]
        component = {
            "type": "library", "bom-ref": f"npm-{name}", "name": name, "version": version,
            "purl": f"pkg:npm/{name.replace('@', '%40')}@{version}",
        }  # fmt: skip
        if "license" in package:
            component["licenses"] = [{"expression": package["license"]}]
        found.append(component)
    return found


def write_bill(bill: Path = BILL) -> int:
    """Write the list; returns how many components it names."""
    bill.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(
        [TOOLS / "cyclonedx-py", "requirements", LOCK, "--pyproject", ROOT / "pyproject.toml", "--short-PURLs",
         "--output-reproducible", "--of", "JSON", "-o", bill],
        check=True, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    whole = json.loads(bill.read_text("utf-8"))
    whole["components"] += front_end_components(json.loads(NPM_LOCK.read_text("utf-8")))
    bill.write_text(json.dumps(whole, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return len(whole["components"])


def source_answers(address: str = SOURCE) -> str:
    """An empty text where the source of known weaknesses answers, else why it does not."""
    try:
        with urllib.request.urlopen(address, timeout=PATIENCE_SECONDS) as answer:  # noqa: S310 - https, a constant
            json.load(answer)
    except (urllib.error.URLError, OSError, ValueError) as problem:
        return str(getattr(problem, "reason", problem)) or type(problem).__name__
    return ""


def main() -> int:
    """Make the list, then audit or say loudly that nothing was audited."""
    print(f"{write_bill()} components are listed in {BILL.relative_to(ROOT)}.", flush=True)
    if why := source_answers():
        print(
            "!! No library was checked for known weaknesses. Run `make audit` where osv.dev can be reached."
        )
        # the form in which the summary of all checks finds what was not run
        print(
            f"SKIPPED [1] tools/audit.py: the source of known weaknesses (osv.dev) cannot be reached: {why}"
        )
        return 0
    return subprocess.run(
        [TOOLS / "pip-audit", "--requirement", LOCK, "--require-hashes", "--disable-pip", "--vulnerability-service", "osv"],
        check=False,
    ).returncode  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
