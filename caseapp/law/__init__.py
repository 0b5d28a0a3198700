"""Pure law: what the statutes say, how days are counted, and the receipt that explains every due day."""
