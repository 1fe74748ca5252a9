"""Revenue: what the contract lines say about MRR, retention, renewals; every figure with its definition."""
