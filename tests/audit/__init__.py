"""The audit under attack: honest series and planted faults, as tests and as a command."""
