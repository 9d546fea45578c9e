"""``python -m sozialraum`` is the command-line program."""

from sozialraum.cli import main

main()
