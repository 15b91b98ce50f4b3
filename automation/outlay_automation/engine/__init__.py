"""Engines: each turns a program into a Preview. See the design note on seams for what an engine promises."""
