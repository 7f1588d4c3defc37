"""What a site consists of beside its pages: extensions and plugins, navigation, forms, files left out, and what was built."""
