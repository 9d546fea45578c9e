"""The commands of ``sozialraum``: one module each, with one public function that typer calls."""
