"""Tables, lists and schedules of a page become items."""
