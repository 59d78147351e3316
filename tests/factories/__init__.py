"""Makers of what tests work on."""
