"""The commands that document the model; they join those of `cli`."""
