"""A workbook computed by hand: its stored results are thrown away, and a spreadsheet program computes every formula again."""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

# every sheet as a file of its own, decimal points, formats left out
AS_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,1033,false,false,false,false,false,-1"
STORED = re.compile(rb"(</f>)<v>[^<]*</v>")


def without_results(workbook: bytes) -> bytes:
    """The same workbook with its formulas and without what was stored as their results."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, STORED.sub(rb"\1", content) if name.startswith("xl/worksheets/") else content)
    return out.getvalue()


def recomputed(workbook: bytes, folder: Path) -> dict[str, list[list[str]]]:
    """The cells of every sheet after LibreOffice has computed them; the test is skipped where it is not installed."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip(
            "LibreOffice is absent: install libreoffice-calc to recompute workbooks by another program"
        )
    source = folder / "budget.xlsx"
    source.write_bytes(without_results(workbook))
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    command = [program, profile, "--headless", "--convert-to", AS_CSV, "--outdir", str(folder), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    sheets = {}
    for file in folder.glob("budget-*.csv"):
        with file.open(encoding="utf-8", newline="") as text:
            sheets[file.stem.removeprefix("budget-")] = list(csv.reader(text))
    return sheets
