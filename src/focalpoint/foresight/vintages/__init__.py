"""Raw bytes kept with their hash and dates: what was known on a day."""
