"""Rules of links, images and addresses: HB3xx, and HB116 for those in data."""
