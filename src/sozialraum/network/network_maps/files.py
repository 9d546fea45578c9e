"""A network map as a file for other programs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from xml.etree import ElementTree as ET

from sozialraum.network.network_maps.sheet import Sheet

NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
FIELDS = (
    ("name", "string"), ("role", "string"), ("sector", "string"), ("distance", "double"), ("angle", "double"),
    ("tie", "int"), ("human", "boolean"), ("deceased", "boolean"), ("gender", "string"),
)  # fmt: skip
Field = tuple[str, str]
Node = tuple[str, Mapping[str, object]]
Edge = tuple[str, str, Mapping[str, object]]


def as_graphml(sheet: Sheet, *, middle: str) -> bytes:
    """The map as GraphML: the person in the middle is the node ``ego``, its ties are edges of kind ``contact``."""
    people = [(each.key, {key: getattr(each, key) for key, _kind in FIELDS}) for each in sheet.people]
    pairs = [("ego", each.key, {"kind": "contact"}) for each in sheet.people if each.tie]
    pairs += [(one, other, {"kind": "acquaintance"}) for one, other in sorted(sheet.ties)]
    return write_graphml(FIELDS, [("kind", "string")], [("ego", {"name": middle}), *people], pairs)


def write_graphml(
    node_fields: Iterable[Field], edge_fields: Iterable[Field], nodes: Iterable[Node], edges: Iterable[Edge]
) -> bytes:
    """An undirected graph as GraphML. A field is a name and a type of GraphML; what a node does not say is left out."""
    ET.register_namespace("", NAMESPACE)
    root = ET.Element(_name("graphml"))
    kinds = {"node": dict(node_fields), "edge": dict(edge_fields)}
    for target, fields in kinds.items():
        for key, kind in fields.items():
            ET.SubElement(root, _name("key"), {"id": key, "for": target, "attr.name": key, "attr.type": kind})
    graph = ET.SubElement(root, _name("graph"), {"edgedefault": "undirected"})
    for code, values in nodes:
        _data(ET.SubElement(graph, _name("node"), {"id": code}), kinds["node"], values)
    for source, target, values in edges:
        _data(
            ET.SubElement(graph, _name("edge"), {"source": source, "target": target}), kinds["edge"], values
        )
    ET.indent(root)
    return ET.tostring(root, encoding="utf-8", xml_declaration=True)


def _name(tag: str) -> str:
    return f"{{{NAMESPACE}}}{tag}"


def _data(parent: ET.Element, kinds: Mapping[str, str], values: Mapping[str, object]) -> None:
    for key, value in values.items():
        text = str(bool(value)).lower() if kinds[key] == "boolean" else str(value)
        ET.SubElement(parent, _name("data"), {"key": key}).text = text
