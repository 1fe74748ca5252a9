"""What every demo company is made with: customers, their hidden engagement, contracts, records."""
