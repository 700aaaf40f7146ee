"""Files of strangers: opened in a process of their own, within bounds that the kernel keeps (decision 13)."""
