"""The commands about teaching; they join those of `cli`."""
