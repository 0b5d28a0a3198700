"""Knows how books kept elsewhere come in: Excel registers become rows with named problems, none lost."""
