"""The directory: places, activities, organizations, offers and residents' cards, found by whatever words people use."""
