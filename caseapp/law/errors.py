"""Knows how the law says no: an error that explains itself in Vietnamese."""

from caseapp.text import Problem


class LawError(Problem):
    """A date that cannot be counted: unknown rule or option, no wording in force, no calendar, impossible pause."""


class WrongUse(LawError):
    """The question itself is wrong (unknown rule, option the rule lacks, malformed pause), whatever the law says."""
