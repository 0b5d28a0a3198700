"""Procedures of cases, as data."""
