"""The queue's door: functions of a run's id, each a single call of a journey."""
