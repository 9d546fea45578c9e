"""Reads the cells of one workbook in a process of its own: ``python -I workbook_cells.py [SHEET] < file > cells.json``.

A workbook of a kilobyte can name two cells that lie seventeen thousand million cells apart, or hold a text that is
repeated a million times; what reads it then runs out of memory and ends with a crash that nothing can catch. Here the
process that ends is this one, and it may use a fixed amount of memory and time. It imports nothing of ours.

Writes JSON: ``names`` of the sheets, the ``chosen`` one or null, and its ``rows`` with texts, numbers and truth values;
days and times are ISO text. Exits with 3 where the workbook is damaged or protected, with 4 where it is too large.
"""

import contextlib
import datetime as dt
import io
import json
import sys

DAMAGED, TOO_LARGE = 3, 4
MEMORY_BYTES = 3 << 30
SECONDS = 120
MOST_CELLS = 20_000_000
PLAIN = frozenset({str, bool, int, float})


def limit() -> None:
    """Bound memory and time of this process, where the system can."""
    try:
        import resource
    except ImportError:
        return
    for kind, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, most))


def plain(cell: object) -> object:
    """A cell as JSON holds it."""
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time(0) else cell.isoformat()
    if isinstance(cell, dt.date | dt.time):
        return cell.isoformat()
    return str(cell)


def cells_of(data: bytes, wanted: str) -> dict[str, object]:
    """Names of the sheets, the wanted one (else the fullest), and its rows."""
    from python_calamine import CalamineWorkbook

    workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
    names = list(workbook.sheet_names)
    sheets = {wanted: workbook.get_sheet_by_name(wanted)} if wanted in names else {}
    if not wanted:
        sheets = {name: workbook.get_sheet_by_name(name) for name in names}
    sizes = {name: sheet.height * sheet.width for name, sheet in sheets.items()}
    chosen = max(sizes, key=lambda name: sizes[name]) if sizes else None
    if chosen is None:
        return {"names": names, "chosen": None, "rows": []}
    if sizes[chosen] > MOST_CELLS:
        raise MemoryError
    rows = sheets[chosen].to_python(skip_empty_area=False)
    return {
        "names": names,
        "chosen": chosen,
        "rows": [[cell if type(cell) in PLAIN else plain(cell) for cell in row] for row in rows],
    }


def main() -> int:
    """Read, write, and say by the exit code what went wrong."""
    limit()
    data = sys.stdin.buffer.read()
    try:
        found = cells_of(data, sys.argv[1] if len(sys.argv) > 1 else "")
        sys.stdout.write(json.dumps(found))
    except MemoryError:
        return TOO_LARGE
    # damage is reported through calamine's own errors, through OSError and, on some files, through a Rust panic
    except BaseException:
        return DAMAGED
    return 0


if __name__ == "__main__":
    sys.exit(main())
