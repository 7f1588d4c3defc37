"""A build of the site that does again only what has changed: MkDocs' own phases, with a cache between them."""
