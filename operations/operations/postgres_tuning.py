"""What the embedded PostgreSQL is told at its start."""

# Small on purpose: a whole province, database included, is to fit in 600 MB.
TUNING = {
    "shared_buffers": "16MB",
    "max_connections": "150",
    "work_mem": "2MB",
    "maintenance_work_mem": "32MB",
    "effective_cache_size": "256MB",
    "max_wal_size": "256MB",
    "min_wal_size": "32MB",
    "wal_compression": "on",
    "max_wal_senders": "2",
    "max_replication_slots": "2",
    "max_worker_processes": "2",
    "max_parallel_workers_per_gather": "0",  # parallel queries need shared memory a container may not have
    "autovacuum_max_workers": "2",
    "default_statistics_target": "30",  # a third of the sampling, which would otherwise take a core from the doors each minute
    "jit": "off",
    "huge_pages": "off",
    "logging_collector": "off",
    "log_line_prefix": "%m [%p] %q%u@%d ",
    "log_checkpoints": "off",
    # Neither the values of a broken constraint nor a statement and its parameters: they are people's numbers and names.
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_parameter_max_length_on_error": "0",
    "log_timezone": "UTC",
    "timezone": "UTC",
    "idle_in_transaction_session_timeout": "5min",
}
NOT_DURABLE = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_compression": "off",
    # In its own folder, which goes with it: such a server is ended by kill -9 and would leave its segments to the machine.
    "dynamic_shared_memory_type": "mmap",
}
