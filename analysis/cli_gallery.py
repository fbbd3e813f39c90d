"""The commands about gallery; they join those of `cli`."""
