"""The range-of-motion test: the hang, trials, and what is made of them."""
