"""Cases (vụ việc): complaints, later denunciations; their procedures, acts and registers."""
