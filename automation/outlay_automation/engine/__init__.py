"""Engines: what turns a program and its state into a `Preview`, and what they stand on."""
