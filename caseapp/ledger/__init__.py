"""Evidence: the unit's chain (its one lock), register numbers, the journal, form keys, and the proof of all of them."""
