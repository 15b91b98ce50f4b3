"""Writes a pack that stands by itself: what `outlay policy bundle` leaves in a folder."""
