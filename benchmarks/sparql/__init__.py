"""What bench_sparql.py measures: the queries, the graphs, the engines and their clients."""
