"""Plug-ins: pricers, reasons why something is free, and prices that others bring, each in a package of its own."""
