"""Grassroots mediation: teams and mediators, disputes and what was promised in them, the logbook, pay, figures."""
