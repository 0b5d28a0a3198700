"""Procedures of reception, as data."""
