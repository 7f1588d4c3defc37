"""What only a browser can tell: where old addresses lead, and how the pages look and work."""
