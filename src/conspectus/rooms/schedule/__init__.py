"""The schedule: plan revisions as documents, their milestones and figures, baselines, imports."""
