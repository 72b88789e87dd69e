"""What bench_load.py loads a service with: the service, its clients, and those that mean ill."""
