"""Knows who has been here before: the same person or the same matter, however it was written."""
