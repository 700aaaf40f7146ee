"""What offices do over time, each way once: jobs and deadlines."""
