"""What supervisors watch and everybody works off: lists and figures over dossiers of every kind."""
