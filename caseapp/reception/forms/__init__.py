"""The shapes of what officers type at the counter: a visit, an act on it, a correction, a place in the queue."""
