"""The explorer of trainings: its panels, and what watches a training that runs."""
