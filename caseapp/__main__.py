"""``python -m caseapp`` is the console script ``caseapp``."""
from caseapp.cli import main

main()
