"""The catalogues as pages, with the corrections that the office makes of them."""
