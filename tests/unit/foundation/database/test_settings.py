from pathlib import Path

import pytest

from sozialraum.foundation.database.connection import new_connection, read_connection
from sozialraum.foundation.database.errors import DatabaseError, ServerNotRunning
from sozialraum.foundation.database.roles import database_settings, parse_url


def test_served_database_has_two_connections_of_the_application() -> None:
    found = database_settings({"DATABASE_URL": "postgresql://app:p%40ss@db:5433/stadt"})
    assert list(found) == ["default", "audit"]
    assert found["default"] == found["audit"]
    assert (found["default"]["USER"], found["default"]["PASSWORD"], found["default"]["NAME"]) == (
        "app",
        "p@ss",
        "stadt",
    )


def test_owner_only_where_named() -> None:
    environ = {
        "DATABASE_URL": "postgresql://app@db/stadt",
        "DATABASE_OWNER_URL": "postgresql://owner@db/stadt",
    }
    assert database_settings(environ)["owner"]["USER"] == "owner"


@pytest.mark.parametrize("url", ["mysql://a@b/c", "postgresql://", "nonsense", "dbname=x"])
def test_wrong_address_is_told_with_its_name(url: str) -> None:
    with pytest.raises(DatabaseError) as refused:
        parse_url(url, name="DATABASE_URL")
    assert "DATABASE_URL" in str(refused.value)
    assert "postgresql://user" in refused.value.remedy


def test_nothing_running_names_the_command(tmp_path: Path) -> None:
    with pytest.raises(ServerNotRunning) as refused:
        database_settings({"SOZIALRAUM_DATA_DIR": str(tmp_path)})
    assert "sozialraum --data-dir" in str(refused.value)


def test_settings_can_be_imported_without_a_server(tmp_path: Path) -> None:
    found = database_settings({"SOZIALRAUM_DATA_DIR": str(tmp_path)}, absent_ok=True)
    assert list(found) == ["default", "audit", "owner"]


def test_connection_file_is_private_and_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "connection.json"
    connection = new_connection().at("/socket", 5432)
    connection.save(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert read_connection(path) == connection


def test_damaged_connection_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "connection.json"
    path.write_text("{")
    with pytest.raises(DatabaseError, match="damaged"):
        read_connection(path)
