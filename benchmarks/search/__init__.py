"""Our search against other engines: ours and the peers, each in processes of its own."""
