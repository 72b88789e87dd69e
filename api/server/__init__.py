"""The process that listens: connections, their time limits, workers and signals (on uvicorn)."""
