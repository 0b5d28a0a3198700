"""Who acts: units, accounts, dated roles, the policy table, sign-in and the pages of the administrator."""
