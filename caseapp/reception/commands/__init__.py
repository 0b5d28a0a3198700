"""What officers do: one function, one act, one transaction; split by stage of a visit's life."""
