"""Files that were made to harm: bombs, laughs, and paths that climb. Each is told, and nothing else ends with it."""

from __future__ import annotations

import gzip
import io
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from sozialraum.warehouse.sources import Limits, SourceError, read_table


def zipped(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


FAR_APART = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'  # 1.7e10 cells


def raw_workbook(rows: str, shared: str = "") -> bytes:
    """A workbook of one sheet with these rows as they stand in its XML."""
    head, types = '<?xml version="1.0"?>', "http://schemas.openxmlformats.org"
    sheet_type = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    return zipped(
        **{
            "[Content_Types].xml": f'{head}<Types xmlns="{types}/package/2006/content-types"><Default Extension="rels"'
            ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName='
            f'"/xl/workbook.xml" ContentType="{sheet_type}.sheet.main+xml"/><Override PartName="/xl/worksheets/a.xml"'
            f' ContentType="{sheet_type}.worksheet+xml"/></Types>'.encode(),
            "_rels/.rels": f'{head}<Relationships xmlns="{types}/package/2006/relationships"><Relationship Id="a" Type='
            f'"{types}/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>'.encode(),
            "xl/workbook.xml": f'{head}{shared}<workbook xmlns="{types}/spreadsheetml/2006/main" xmlns:r='
            f'"{types}/officeDocument/2006/relationships"><sheets><sheet name="A" sheetId="1" r:id="a"/></sheets></workbook>'.encode(),
            "xl/_rels/workbook.xml.rels": f'{head}<Relationships xmlns="{types}/package/2006/relationships"><Relationship'
            f' Id="a" Type="{types}/officeDocument/2006/relationships/worksheet" Target="worksheets/a.xml"/>'
            "</Relationships>".encode(),
            "xl/worksheets/a.xml": f'{head}{shared}<worksheet xmlns="{types}/spreadsheetml/2006/main"><sheetData>{rows}'
            "</sheetData></worksheet>".encode(),
        }
    )


def inline(column: str, row: int, text: str) -> str:
    return f'<c r="{column}{row}" t="inlineStr"><is><t>{text}</t></is></c>'


def test_a_workbook_whose_cells_lie_far_apart_ends_nothing_but_itself() -> None:
    with pytest.raises(SourceError, match="would fill the memory") as caught:
        read_table(raw_workbook(FAR_APART), "weit.xlsx")
    assert "CSV" in caught.value.remedy


LAUGHS = "<!DOCTYPE a [<!ENTITY a0 'ha'>" + "".join(
    f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 11)
)


def test_a_billion_laughs_are_not_told() -> None:
    rows = "".join(
        f'<row r="{n}">{inline("A", n, text)}{inline("B", n, "1")}</row>'
        for n, text in enumerate(["Ort", "&a10;", "Hafen"], start=1)
    )
    try:
        read = read_table(raw_workbook(rows, shared=f"{LAUGHS}]>"), "lachen.xlsx")
    except SourceError:
        return  # refusing it is as good as leaving the entity alone
    assert max(len(text or "") for column in read.table.columns for text in column.to_pylist()) < 100


@pytest.mark.parametrize(
    "name", ["gebiete.gml", "gebiete.kml", "gebiete.xml", "gebiete.csv", "gebiete.geojson"]
)
def test_xml_is_refused_unread(name: str) -> None:
    laughs = f'<?xml version="1.0"?>{LAUGHS}]><kml>&a10;</kml>'.encode()
    with pytest.raises(SourceError, match="is a web page or XML"):
        read_table(laughs, name)
    with pytest.raises(SourceError, match=r"is a web page or XML|in which no table lies"):
        read_table(zipped(**{name: laughs}), "gebiete.zip")


def test_two_gigabytes_of_zeros_fill_no_memory(tmp_path: Path) -> None:
    packed = tmp_path / "nullen.csv.gz"
    packed.write_bytes(gzip.compress(bytes(8 << 20)) * 256)
    tracemalloc.start()
    with pytest.raises(SourceError, match="is larger than"):
        read_table(packed, limits=Limits(unpacked_bytes=256 << 20))
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 32 << 20


def test_a_zip_writes_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    climbing = "../../../../../../../../../../../../../tmp/sozialraum-climbed.csv"
    read = read_table(zipped(**{climbing: b"Ort;Zahl\nHafen;1\n"}), "steigt.zip")
    assert (read.name, read.table["Ort"].to_pylist()) == ("sozialraum-climbed.csv", ["Hafen"])
    assert not Path("/tmp/sozialraum-climbed.csv").exists()  # noqa: S108
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("members", "said"),
    [
        (
            {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"},
            "is a text document or a presentation",
        ),
        ({"liesmich.pdf": b"%PDF-1.7"}, "is a zip file in which no table lies"),
    ],
)
def test_a_text_document_with_the_ending_of_a_table_is_named_as_what_it_is(
    members: dict[str, bytes], said: str
) -> None:
    with pytest.raises(SourceError, match=said):
        read_table(zipped(**members), "brief.csv")
