"""The synthetic city of Lindenfurt, built through the services that users call."""
