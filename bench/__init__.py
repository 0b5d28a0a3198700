"""Loads at full size; the tests run the same code at a size that fits them."""
