"""The one door for people's data: gate, field classes, encryption, release of figures."""
