"""What the pages of mediation read, each list one statement."""
