"""What changes a case: one function for each act of the office, each a transaction of its own."""
