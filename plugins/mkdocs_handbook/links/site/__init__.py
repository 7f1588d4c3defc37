"""What a site has beside the text of its pages: snippets, languages, pages of plugins, and what was built of it."""
