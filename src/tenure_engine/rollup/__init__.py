"""Level 1: raw events to the daily rollup. The only thing that touches raw events."""
