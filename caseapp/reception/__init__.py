"""Citizen reception (tiếp công dân): the desk, visits, their papers and notices, the register 03/TCD."""
