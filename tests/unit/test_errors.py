from sozialraum.errors import SozialraumError, UsageError


def test_places_are_filled_after_translation() -> None:
    error = SozialraumError("Port {port} is in use.", "Try {other}.", port=1, other=2)
    german = {
        "Port {port} is in use.": "Anschluss {port} ist belegt.",
        "Try {other}.": "Versuchen Sie {other}.",
    }
    assert error.told(german.__getitem__) == ("Anschluss 1 ist belegt.", "Versuchen Sie 2.")
    assert str(error) == "Port 1 is in use. Try 2."


def test_braces_without_values_stay() -> None:
    assert str(SozialraumError("A {brace} stays.")) == "A {brace} stays."


def test_usage_ends_with_two() -> None:
    assert (SozialraumError("x").exit_code, UsageError("x").exit_code) == (1, 2)
