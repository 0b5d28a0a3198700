"""Petitions (đơn): what citizens hand in, each with a number of its own, whatever case it opens or joins."""
