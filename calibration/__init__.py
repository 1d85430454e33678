"""Where the instrument's constants come from: rendered ground truth, and what was measured on it."""
