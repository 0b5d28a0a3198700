"""The law as a book to read: rules, acts, grounds, procedures, what changed, what is in doubt, and the calculator."""
