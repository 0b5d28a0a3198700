"""Acts on units, accounts, roles and sessions: one function, one act, one transaction, one journal row."""
