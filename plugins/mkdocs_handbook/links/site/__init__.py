"""What links of a site depend on beside its pages: snippets, languages, and pages that were built."""
