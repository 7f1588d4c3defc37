"""Old addresses: stubs.yml, redirect pages, and what vanished without a stub."""
