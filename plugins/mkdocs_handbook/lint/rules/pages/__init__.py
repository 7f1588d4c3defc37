"""Rules of pages (HB2xx)."""
