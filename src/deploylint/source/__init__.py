"""Text and places in it: what every other layer stands on."""
