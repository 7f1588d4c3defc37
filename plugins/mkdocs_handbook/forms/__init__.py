"""Forms by which people ask for changes in issues of a forge: their fields, their files, and links that open them filled."""
