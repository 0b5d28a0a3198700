"""Forms of cases: acts, assignment, correction, notes."""
