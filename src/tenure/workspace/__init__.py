"""Pages of the workspace itself: people, teams, jobs, activity log, a person's preferences and API keys."""
