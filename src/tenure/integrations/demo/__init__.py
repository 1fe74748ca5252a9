"""Demo companies: invented, deterministic from a seed, dated relative to a day, in English or Chinese."""

DEFAULT_SEED = 7
