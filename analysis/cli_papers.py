"""The commands about papers; they join those of `cli`."""
