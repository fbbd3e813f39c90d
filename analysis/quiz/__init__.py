"""A quiz: the learner predicts, the run reveals, a proper score is given and kept."""
