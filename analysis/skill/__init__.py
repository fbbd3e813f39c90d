"""Skill of the model against what was observed: priors, matching, forecasts, scores."""
