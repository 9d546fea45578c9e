"""Documents that leave the house: the same figures as the page, as PDF and as tables."""
