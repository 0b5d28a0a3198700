"""A copy of the whole office in one encrypted file, and an office made of such a file again."""
