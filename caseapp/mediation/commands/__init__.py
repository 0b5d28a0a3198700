"""Every act on a dispute, on a team, on a list of payments: one function, one transaction each."""
