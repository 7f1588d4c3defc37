"""The importer: tables, lists, metadata and redirects kept by hand become data; reading pages gives a proposal, one module writes."""
