"""Filters: numbers over time in, numbers over time out."""
