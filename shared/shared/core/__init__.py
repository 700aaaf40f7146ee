"""What everything stands on: refusals, the clock, settings, logs. Knows nothing of the web, the database or the business."""
