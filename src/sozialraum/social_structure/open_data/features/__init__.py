"""OGC API Features, Part 1: areas, released indicators and open runs for maps and programs of others.

Core, GeoJSON, HTML and OpenAPI 3.0 of OGC 17-069r4. Everything here is open without sign-in, so nothing but released
tables under open licences may be read from here; a test walks over all of it.
"""
