"""Space: who is next to whom, whether like lies by like, and where it does."""

from sozialraum.analytics.space.autocorrelation import GlobalStatistic, geary, moran
from sozialraum.analytics.space.hot_spots import adjusted, hot_spots, moran_clusters
from sozialraum.analytics.space.local_statistics import LocalStatistic, getis_ord, local_moran
from sozialraum.analytics.space.neighbors import Contiguity, Neighbors, contiguity, distance_band, nearest

__all__ = [
    "Contiguity",
    "GlobalStatistic",
    "LocalStatistic",
    "Neighbors",
    "adjusted",
    "contiguity",
    "distance_band",
    "geary",
    "getis_ord",
    "hot_spots",
    "local_moran",
    "moran",
    "moran_clusters",
    "nearest",
]
