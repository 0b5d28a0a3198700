"""What the pages of reception read, always through the viewer's scope; statements are built once."""
