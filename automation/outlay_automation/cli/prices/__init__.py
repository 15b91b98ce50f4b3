"""`outlay prices`: looks at the price book, moves it and brings it up to date, one module a subcommand."""
