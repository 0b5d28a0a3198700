"""Knows what every page needs: guard, base form, files, filters, headers, error pages, languages, the time."""
