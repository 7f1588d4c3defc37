"""Rules of data files (HB1xx)."""
