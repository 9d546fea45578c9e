"""Property tests judge results and not speed: a busy machine must not fail them."""

from hypothesis import settings

settings.register_profile("without deadline", deadline=None)
settings.load_profile("without deadline")
