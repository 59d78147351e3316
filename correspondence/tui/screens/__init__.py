"""Screens, one file each, with its style beside it."""
