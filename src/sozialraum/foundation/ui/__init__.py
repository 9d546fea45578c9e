"""The shell of every page: navigation, components, start page, search."""
