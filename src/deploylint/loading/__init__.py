"""From the disk to what the pipeline takes: which files there are, how they are read, and what the settings say."""
