"""Dossiers (hồ sơ): what everything with a number shares, written once for every kind."""
