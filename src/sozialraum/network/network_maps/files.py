"""A network map as a file for other programs."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from sozialraum.network.network_maps.sheet import Sheet

NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
FIELDS = (
    ("name", "string"), ("role", "string"), ("sector", "string"), ("distance", "double"), ("angle", "double"),
    ("tie", "int"), ("human", "boolean"), ("deceased", "boolean"), ("gender", "string"),
)  # fmt: skip


def as_graphml(sheet: Sheet, *, middle: str) -> bytes:
    """The map as GraphML: the person in the middle is the node ``ego``, its ties are edges of kind ``contact``."""
    ET.register_namespace("", NAMESPACE)
    root = ET.Element(f"{{{NAMESPACE}}}graphml")
    for key, kind in FIELDS:
        ET.SubElement(root, _name("key"), {"id": key, "for": "node", "attr.name": key, "attr.type": kind})
    ET.SubElement(
        root, _name("key"), {"id": "kind", "for": "edge", "attr.name": "kind", "attr.type": "string"}
    )
    graph = ET.SubElement(root, _name("graph"), {"edgedefault": "undirected"})
    _data(ET.SubElement(graph, _name("node"), {"id": "ego"}), "name", middle)
    for each in sheet.people:
        node = ET.SubElement(graph, _name("node"), {"id": each.key})
        for key, kind in FIELDS:
            value = getattr(each, key)
            _data(node, key, str(bool(value)).lower() if kind == "boolean" else str(value))
    pairs = [("contact", "ego", each.key) for each in sheet.people if each.tie]
    pairs += [("acquaintance", one, other) for one, other in sorted(sheet.ties)]
    for kind, source, target in pairs:
        _data(ET.SubElement(graph, _name("edge"), {"source": source, "target": target}), "kind", kind)
    ET.indent(root)
    return ET.tostring(root, encoding="utf-8", xml_declaration=True)


def _name(tag: str) -> str:
    return f"{{{NAMESPACE}}}{tag}"


def _data(parent: ET.Element, key: str, value: str) -> None:
    ET.SubElement(parent, _name("data"), {"key": key}).text = value
