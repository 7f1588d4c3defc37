"""Rules of links and addresses (HB301 to HB308, and HB116 for those in data)."""
