"""The page of one area: what is there, how people live, what changed, who is alike, what is not known."""

from sozialraum.social_structure.queries.profiles.page import AreaProfile, area_profile, figures_of

__all__ = ["AreaProfile", "area_profile", "figures_of"]
