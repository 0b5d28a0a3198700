"""Citizens and organisations as the office knows them; never a denouncer."""
