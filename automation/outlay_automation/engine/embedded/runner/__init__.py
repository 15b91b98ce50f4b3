"""What runs in the program's own interpreter, where nothing of Outlay is installed: a folder of one file."""
