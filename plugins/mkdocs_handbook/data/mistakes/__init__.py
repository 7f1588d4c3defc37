"""Mistakes in data: what people write instead of what a schema asks for, and what they mean by it."""
